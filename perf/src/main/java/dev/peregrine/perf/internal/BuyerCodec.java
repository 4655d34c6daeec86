package dev.peregrine.perf.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.cache.Codec;
import dev.peregrine.perf.internal.JsonCodecBench.Buyer;
import dev.peregrine.perf.internal.JsonCodecBench.Kind;
import dev.peregrine.perf.internal.JsonCodecBench.Purchase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Buyers as JSON, written as the room `customers` writes its own.
final class BuyerCodec implements Codec<Buyer> {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_BYTES = 1_536;

  @Override
  public Buffer encode(Buyer value) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("id", value.id());
      json.writeStringField("name", value.name());
      json.writeStringField("email", value.email());
      json.writeStringField("kind", value.kind().name());
      json.writeStringField("createdAt", value.createdAt().toString());
      json.writeStringField("updatedAt", value.updatedAt().toString());
      json.writeNumberField("version", value.version());
      json.writeArrayFieldStart("recent");
      for (var purchase : value.recent()) {
        write(json, purchase);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot be written to", impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void write(JsonGenerator json, Purchase purchase) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", purchase.id());
    json.writeStringField("kind", purchase.kind().name());
    json.writeStringField("total", purchase.total().toPlainString());
    json.writeStringField("currency", purchase.currency());
    json.writeStringField("placedAt", purchase.placedAt().toString());
    json.writeEndObject();
  }

  @Override
  public Buyer decode(Buffer bytes) {
    var json = new JsonObject(bytes);
    var id = json.getLong("id");
    return new Buyer(
        id,
        json.getString("name"),
        json.getString("email"),
        Kind.valueOf(json.getString("kind")),
        Instant.parse(json.getString("createdAt")),
        Instant.parse(json.getString("updatedAt")),
        json.getLong("version"),
        purchases(json.getJsonArray("recent"), id));
  }

  private static List<Purchase> purchases(JsonArray array, long buyerId) {
    var purchases = new ArrayList<Purchase>(array.size());
    for (var at = 0; at < array.size(); at++) {
      var json = array.getJsonObject(at);
      purchases.add(
          new Purchase(
              json.getLong("id"),
              buyerId,
              Kind.valueOf(json.getString("kind")),
              new BigDecimal(json.getString("total")),
              json.getString("currency"),
              Instant.parse(json.getString("placedAt"))));
    }
    return purchases;
  }

  @Override
  public int schema() {
    return 1;
  }
}
