package dev.peregrine.http;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;

/// One method at one path, and who answers there.
///
/// @param method the method; HEAD and OPTIONS are answered by the server itself
/// @param template the path as OpenAPI writes it: `/api/v1/customers/{id}`; a static segment wins
///   over a parameter
/// @param endpoint answers
/// @param contract what is taken and given
/// @param access who may come
public record Route(
    HttpMethod method, String template, Endpoint endpoint, Contract contract, Access access) {

  /// Stands for all requests that belong to no route, in statistics.
  public static final Route UNMATCHED =
      new Route(
          HttpMethod.valueOf("ANY"),
          "/unmatched",
          request -> {
            throw new IllegalStateException("the route for unmatched requests answers none");
          },
          Contract.READS,
          Access.PUBLIC);

  /// Checks the template.
  ///
  /// @throws IllegalArgumentException if it does not start with a slash, or has an empty segment
  public Route {
    if (!template.startsWith("/") || template.contains("//")) {
      throw new IllegalArgumentException(
          "template: " + template + " (expected: a path as in /customers/{id})");
    }
  }

  /// Returns a route that reads: GET, gives JSON.
  ///
  /// @param template the path
  /// @param access who may come
  /// @param endpoint answers
  public static Route get(String template, Access access, Endpoint endpoint) {
    return new Route(HttpMethod.GET, template, endpoint, Contract.READS, access);
  }

  /// Returns a route that takes a JSON body by POST.
  ///
  /// @param template the path
  /// @param access who may come
  /// @param endpoint answers
  public static Route post(String template, Access access, Endpoint endpoint) {
    return new Route(HttpMethod.POST, template, endpoint, Contract.WRITES, access);
  }

  /// Returns a route that takes a JSON body by PUT.
  ///
  /// @param template the path
  /// @param access who may come
  /// @param endpoint answers
  public static Route put(String template, Access access, Endpoint endpoint) {
    return new Route(HttpMethod.PUT, template, endpoint, Contract.WRITES, access);
  }

  /// Returns a route that takes a JSON merge patch by PATCH; plain JSON is taken as one, too.
  ///
  /// @param template the path
  /// @param access who may come
  /// @param endpoint answers
  public static Route patch(String template, Access access, Endpoint endpoint) {
    return new Route(HttpMethod.PATCH, template, endpoint, Contract.WRITES, access)
        .taking("application/merge-patch+json", "application/json");
  }

  /// Returns a route for DELETE; a body is not read.
  ///
  /// @param template the path
  /// @param access who may come
  /// @param endpoint answers
  public static Route delete(String template, Access access, Endpoint endpoint) {
    return new Route(HttpMethod.DELETE, template, endpoint, Contract.READS, access);
  }

  /// Returns this route with other media types of bodies.
  ///
  /// @param mediaTypes what is taken, lower case
  public Route taking(String... mediaTypes) {
    return with(contract.taking(List.of(mediaTypes)));
  }

  /// Returns this route with other media types of answers; [Request#mediaType] tells which one the
  /// client prefers.
  ///
  /// @param mediaTypes what is given, the one preferred first
  public Route giving(String... mediaTypes) {
    return with(contract.giving(List.of(mediaTypes)));
  }

  /// Returns this route with another limit for bodies.
  ///
  /// @param bodyLimitBytes longest body, at least 1
  public Route withBodyLimit(int bodyLimitBytes) {
    return with(contract.limited(bodyLimitBytes));
  }

  /// Returns this route with its body handed over as it arrives, of any length:
  /// [Request#bodyStream]. Say [#taking] first.
  public Route streaming() {
    return with(contract.streaming());
  }

  /// Returns this route with a time of its own in place of the server's `requestTimeout`.
  ///
  /// @param longest longest time to the end of the answer, also of a streamed one; a client may ask
  ///   for less
  public Route within(Duration longest) {
    return with(contract.within(longest));
  }

  private Route with(Contract changed) {
    return new Route(method, template, endpoint, changed, access);
  }
}
