package dev.peregrine.http;

import java.util.List;
import java.util.Map;

/// Says no to a request; an endpoint throws it or fails its future with it.
///
/// It has no stack trace: nothing is broken.
public final class Rejection extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  /// Says no for a reason.
  ///
  /// @param problem the reason
  public Rejection(Problem problem) {
    this(problem, Map.of());
  }

  /// Says no for a reason, with headers such as `Allow` or `Retry-After`.
  ///
  /// @param problem the reason
  /// @param headers what else to send
  public Rejection(Problem problem, Map<String, String> headers) {
    super(problem.status() + " " + problem.type(), null, false, false);
    this.problem = problem;
    this.headers = Map.copyOf(headers);
  }

  /// Says that something in the request is wrong: status 400.
  ///
  /// @param error what, and where
  public static Rejection invalid(FieldError error) {
    return new Rejection(Problem.invalid(List.of(error)));
  }

  /// Says that there is nothing here: status 404.
  ///
  /// @param detail what is not there
  public static Rejection notFound(String detail) {
    return new Rejection(Problem.of(404, "not-found", "There is nothing here", detail));
  }

  /// Returns the reason.
  public Problem problem() {
    return problem;
  }

  /// Returns what else to send.
  public Map<String, String> headers() {
    return headers;
  }
}
