package dev.peregrine.cache.internal;

import io.vertx.core.Vertx;
import java.time.Duration;

/// Where a far tier is, and how to come to it.
public interface Far {

  /// Returns how long it is left alone after it failed several times in a row.
  Duration rest();

  /// Opens the way for entries and evictions.
  ///
  /// @param vertx whose current context carries it
  /// @param namespace whose entries
  FarStore store(Vertx vertx, String namespace);

  /// Opens a way of its own for following the log: what waits there delays nobody's commands.
  ///
  /// @param vertx whose current context carries it
  /// @param namespace whose log
  FarLog log(Vertx vertx, String namespace);
}
