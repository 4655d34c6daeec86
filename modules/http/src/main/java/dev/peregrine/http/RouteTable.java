package dev.peregrine.http;

import java.util.ArrayList;
import java.util.List;

/// Collects the routes of one server instance. Confined to the deploying context.
public final class RouteTable {

  private final List<Route> routes = new ArrayList<>();

  /// Makes an empty table.
  public RouteTable() {}

  /// Adds a route.
  ///
  /// @param route what to serve
  /// @return this
  @com.google.errorprone.annotations.CanIgnoreReturnValue
  public RouteTable add(Route route) {
    routes.add(route);
    return this;
  }

  /// Returns the routes in the order in which they were added.
  public List<Route> routes() {
    return List.copyOf(routes);
  }
}
