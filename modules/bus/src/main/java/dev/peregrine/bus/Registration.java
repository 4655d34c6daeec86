package dev.peregrine.bus;

import io.vertx.core.Future;

/// A handler's place on the bus; close it to leave.
public interface Registration {

  /// Leaves the bus. Questions already delivered are still answered.
  ///
  /// @return done when no further message will be delivered
  Future<Void> close();
}
