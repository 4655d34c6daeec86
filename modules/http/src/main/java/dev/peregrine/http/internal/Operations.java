package dev.peregrine.http.internal;

import dev.peregrine.http.Route;

/// Puts the contract before endpoints.
public final class Operations {

  private Operations() {}

  /// Returns a route whose requests are checked first.
  ///
  /// @param route what is served
  /// @param contract what it must be asked by
  /// @return the route as it is when the contract does not have it
  public static Route checked(Route route, ContractReader contract) {
    var operation = contract.operations().get(route.method() + " " + route.template());
    if (operation == null) {
      return route;
    }
    var endpoint = route.endpoint();
    return new Route(
        route.method(),
        route.template(),
        request -> {
          operation.check((RoutedRequest) request);
          return endpoint.answer(request);
        },
        route.contract(),
        route.access());
  }
}
