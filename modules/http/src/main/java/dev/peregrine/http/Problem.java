package dev.peregrine.http;

import java.util.List;

/// Why there is no answer, as RFC 9457 writes it.
///
/// The server adds `instance`, which names the request.
///
/// @param type a relative URI that stands for the kind of problem: `/problems/invalid-request`
/// @param title the kind of problem in a few words
/// @param status the HTTP status, 400 to 599
/// @param detail what happened this time; for people, and safe to show to anybody
/// @param errors what is wrong with the request, place by place; empty when it is no one's fault
public record Problem(
    String type, String title, int status, String detail, List<FieldError> errors) {

  /// Checks the status and copies.
  ///
  /// @throws IllegalArgumentException if the status is not that of a problem
  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
    }
    errors = List.copyOf(errors);
  }

  /// Returns a problem without places.
  ///
  /// @param status the HTTP status
  /// @param word the last part of its type: `not-found`
  /// @param title the kind of problem in a few words
  /// @param detail what happened this time
  public static Problem of(int status, String word, String title, String detail) {
    return new Problem("/problems/" + word, title, status, detail, List.of());
  }

  /// Returns the problem of a request that is not as it should be: status 400.
  ///
  /// @param errors what is wrong, at least one
  public static Problem invalid(List<FieldError> errors) {
    var detail =
        errors.size() == 1
            ? errors.getFirst().detail()
            : "The request is wrong in " + errors.size() + " places; `errors` names them.";
    return new Problem(
        "/problems/invalid-request", "The request is not valid", 400, detail, errors);
  }
}
