package dev.peregrine.customers.internal;

import dev.peregrine.customers.PlaceOutcome;
import dev.peregrine.customers.Violation;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import java.util.HashMap;
import java.util.List;

/// How the room says no over HTTP.
public final class Refusals {

  private Refusals() {}

  /// Returns the refusal for a customer that is not there.
  public static Rejection unknown() {
    return Rejection.notFound("There is no such customer.");
  }

  /// Returns the refusal for an address that another customer has.
  public static Rejection emailTaken() {
    var error = FieldError.field("email", "taken", "Another customer has this address.");
    return new Rejection(
        new Problem(
            "/problems/email-taken", "The address is taken", 409, error.detail(), List.of(error)));
  }

  /// Returns the refusal for somebody whom the checking service does not let in.
  public static Rejection notAccepted() {
    return new Rejection(
        Problem.of(
            422,
            "registration-refused",
            "Not accepted as a customer",
            "The check of new customers refused this registration; nothing was written."));
  }

  /// Returns the refusal for an order that nobody pays.
  ///
  /// @param declined which, and whether this was said before
  public static Rejection declined(PlaceOutcome.Declined declined) {
    var headers = new HashMap<>(Tokens.header(declined.seen()));
    if (declined.repeated()) {
      headers.putAll(RequestKeys.REPLAYED);
    }
    return new Rejection(
        Problem.of(
            402,
            "payment-declined",
            "The payment was declined",
            "The order is kept as declined; nothing was charged."),
        headers);
  }

  /// Returns the refusal for an order that could not be paid in time.
  public static Rejection calledOff() {
    return new Rejection(
        Problem.of(
            409,
            "order-cancelled",
            "The order was called off",
            "It could not be paid in time; nothing is charged. Order again with another key."));
  }

  /// Returns the refusal for a customer that has changed since the asker looked.
  public static Rejection stale() {
    return new Rejection(
        Problem.of(
            412,
            "precondition-failed",
            "The customer has changed",
            "The customer is at another version than If-Match names; read it again."));
  }

  /// Returns the refusal for a change that does not say what it is based on.
  public static Rejection unconditional() {
    return new Rejection(
        Problem.of(
            428,
            "precondition-required",
            "If-Match is required",
            "Send the ETag of the customer that you read in If-Match."));
  }

  /// Returns the refusal for a question that breaks rules.
  ///
  /// @param violations which
  public static Rejection invalid(List<Violation> violations) {
    return new Rejection(
        Problem.invalid(
            violations.stream()
                .map(one -> FieldError.field(one.field(), one.code(), one.detail()))
                .toList()));
  }
}
