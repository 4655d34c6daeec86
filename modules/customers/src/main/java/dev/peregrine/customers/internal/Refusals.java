package dev.peregrine.customers.internal;

import dev.peregrine.customers.Violation;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
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
