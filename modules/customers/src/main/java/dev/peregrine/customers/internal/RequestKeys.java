package dev.peregrine.customers.internal;

import dev.peregrine.customers.IdempotencyKey;
import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import java.util.Map;
import java.util.Optional;

/// The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header), and what is said about
/// it.
final class RequestKeys {

  static final Map<String, String> REPLAYED = Map.of("Idempotent-Replayed", "true");

  private static final String HEADER = "Idempotency-Key";

  private RequestKeys() {}

  /// Returns the key of a request; in quotes, as the draft writes it, or without. It belongs to the
  /// caller: nobody gets the answer to another's request by guessing its key.
  ///
  /// @throws Rejection with status 400 if it cannot be one
  static Optional<IdempotencyKey> of(Request request) {
    var header = request.header(HEADER);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    var text = header.get().strip();
    var quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    var key = quoted ? text.substring(1, text.length() - 1) : text;
    if (!IdempotencyKey.isKey(key)) {
      throw Rejection.invalid(
          FieldError.header(
              HEADER,
              "malformed",
              "One key of 1 to 255 printable ASCII characters without spaces is expected."));
    }
    return Optional.of(new IdempotencyKey(request.caller().subject(), key));
  }

  static Answer replayed(Answer answer) {
    return answer.with("Idempotent-Replayed", "true");
  }

  static Rejection reused() {
    return new Rejection(
        Problem.of(
            422,
            "idempotency-key-reused",
            "The key stands for another request",
            "Send this Idempotency-Key with the same request only; nothing was done."));
  }

  static Rejection inProgress() {
    return new Rejection(
        Problem.of(
            409,
            "request-in-progress",
            "The request is being carried out",
            "The same request is being carried out at this moment; ask again soon."),
        Map.of("Retry-After", "1"));
  }
}
