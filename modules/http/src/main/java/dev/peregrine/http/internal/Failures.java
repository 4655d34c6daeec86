package dev.peregrine.http.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns failures into problems: the only place that does.
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final Map<String, String> SOON = Map.of("Retry-After", "1");

  private Failures() {}

  /// Returns what the client is told; nothing of the failure itself is.
  static Rejection rejection(Throwable thrown, String requestId) {
    return switch (thrown) {
      case Rejection rejection -> rejection;
      case BusFailure failure -> {
        LOG.atLevel(
                failure.kind() == FailureKind.INTERNAL
                    ? org.slf4j.event.Level.ERROR
                    : org.slf4j.event.Level.DEBUG)
            .addKeyValue(Call.LOG_KEY, requestId)
            .log("failed: {} ({})", failure.getMessage(), failure.kind());
        yield of(failure.kind());
      }
      default -> {
        LOG.atError().addKeyValue(Call.LOG_KEY, requestId).setCause(thrown).log("failed");
        yield of(FailureKind.INTERNAL);
      }
    };
  }

  static Rejection of(FailureKind kind) {
    return switch (kind) {
      case INVALID ->
          no(400, "invalid-request", "The request is not valid", "It cannot be done as asked.");
      case UNAVAILABLE ->
          new Rejection(
              Problem.of(
                  503,
                  "unavailable",
                  "Not available now",
                  "Something that is needed is away; try again soon."),
              SOON);
      case OVERLOADED ->
          new Rejection(
              Problem.of(503, "overloaded", "Too much to do", "Nothing was done; try again soon."),
              SOON);
      case DEADLINE ->
          no(
              504,
              "deadline",
              "Not in time",
              "The time for the answer ran out; whether it was done is not known.");
      case INTERNAL ->
          no(
              500,
              "internal",
              "A fault of ours",
              "Something went wrong here; the log has it by the request's id.");
    };
  }

  static Rejection no(int status, String word, String title, String detail) {
    return new Rejection(Problem.of(status, word, title, detail));
  }
}
