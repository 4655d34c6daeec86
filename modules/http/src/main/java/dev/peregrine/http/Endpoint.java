package dev.peregrine.http;

import io.vertx.core.Future;

/// Answers the requests of one route, on the verticle's context.
@FunctionalInterface
public interface Endpoint {

  /// Answers one request; its body has been read, unless the route streams it.
  ///
  /// @param request what is asked
  /// @return the answer; a [Rejection] says no, a [dev.peregrine.bus.BusFailure] becomes the status
  ///   of its kind, and anything else, thrown or failed, becomes 500
  Future<Answer> answer(Request request);
}
