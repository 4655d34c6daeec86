package dev.peregrine.perf.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Customers as the service writes them, straight from the rows.
final class BareJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_BYTES = 1_536;
  private static final int PAGE_BYTES = 16_384;

  private BareJson() {}

  static Buffer customer(Row customer, RowSet<Row> orders) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      summary(json, customer);
      json.writeArrayFieldStart("recentOrders");
      for (var order : orders) {
        json.writeStartObject();
        json.writeNumberField("id", order.getLong("id"));
        json.writeStringField("status", order.getString("status"));
        json.writeStringField("total", order.getBigDecimal("total").toPlainString());
        json.writeStringField("currency", order.getString("currency"));
        instant(json, "placedAt", order, "placed_at");
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot be written to", impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  static Buffer page(RowSet<Row> customers, long total, int number) {
    var bytes = new ByteArrayOutputStream(PAGE_BYTES);
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("items");
      for (var customer : customers) {
        json.writeStartObject();
        summary(json, customer);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("totalCount", total);
      json.writeNumberField("pageNumber", number);
      json.writeNumberField("pageSize", customers.size());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot be written to", impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void summary(JsonGenerator json, Row customer) throws IOException {
    json.writeNumberField("id", customer.getLong("id"));
    json.writeStringField("name", customer.getString("name"));
    json.writeStringField("email", customer.getString("email"));
    json.writeStringField("type", customer.getString("type"));
    instant(json, "createdAt", customer, "created_at");
    instant(json, "updatedAt", customer, "updated_at");
    json.writeNumberField("version", customer.getLong("version"));
  }

  private static void instant(JsonGenerator json, String name, Row row, String column)
      throws IOException {
    json.writeStringField(name, row.getOffsetDateTime(column).toInstant().toString());
  }
}
