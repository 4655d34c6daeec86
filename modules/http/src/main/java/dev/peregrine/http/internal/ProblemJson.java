package dev.peregrine.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Problem;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes problems as RFC 9457 wants them.
final class ProblemJson {

  static final String MEDIA_TYPE = "application/problem+json";

  /// ASCII only, so no name that a client chose can upset a terminal or a log.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private ProblemJson() {}

  static Buffer write(Problem problem, String requestId) {
    var bytes = new ByteArrayOutputStream(256);
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", problem.type());
      json.writeStringField("title", problem.title());
      json.writeNumberField("status", problem.status());
      json.writeStringField("detail", problem.detail());
      json.writeStringField("instance", "urn:request:" + requestId);
      if (!problem.errors().isEmpty()) {
        json.writeArrayFieldStart("errors");
        for (var error : problem.errors()) {
          write(json, error);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException thrown) {
      throw new UncheckedIOException("writing memory", thrown);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void write(JsonGenerator json, FieldError error) throws IOException {
    json.writeStartObject();
    json.writeStringField(error.place().member(), error.name());
    json.writeStringField("code", error.code());
    json.writeStringField("detail", error.detail());
    json.writeEndObject();
  }
}
