package dev.peregrine.customers.internal;

import dev.peregrine.http.FieldError;
import dev.peregrine.http.Fields;
import dev.peregrine.http.Rejection;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/// Reads lines that are JSON objects.
final class NdjsonReader implements LineReader {

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public Optional<Fields> read(byte[] bytes) {
    if (isBlank(bytes)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Fields.of(Buffer.buffer(bytes)));
    } catch (Rejection refused) {
      // It speaks of a body.
      throw Rejection.invalid(ofLine(refused.problem().errors().getFirst().code()));
    }
  }

  private static FieldError ofLine(String code) {
    var detail =
        switch (code) {
          case "too-large" -> "The JSON is too deep, or a part of it too long.";
          case "wrong-type" -> "A JSON object is expected.";
          default -> "One JSON object in UTF-8 is expected, no member twice, nothing behind it.";
        };
    return FieldError.field("", code, detail);
  }

  private static boolean isBlank(byte[] bytes) {
    for (var one : bytes) {
      if (one != ' ' && one != '\t' && one != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void tooLong() {
    // The next line stands for itself.
  }

  @Override
  public void end() {
    // Nothing is missing: an import of nothing is one, too.
  }
}
