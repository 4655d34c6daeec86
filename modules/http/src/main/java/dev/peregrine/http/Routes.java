package dev.peregrine.http;

/// What a room serves over HTTP.
@FunctionalInterface
public interface Routes {

  /// Adds the room's routes.
  ///
  /// Called once for each instance of the verticle, on its context: what is made in here and kept
  /// by an endpoint is confined to that context.
  ///
  /// @param table collects routes
  void mount(RouteTable table);
}
