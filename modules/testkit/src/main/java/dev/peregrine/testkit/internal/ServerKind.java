package dev.peregrine.testkit.internal;

import java.net.URI;

/// A way to come by servers for tests.
interface ServerKind extends AutoCloseable {

  /// Says in a few words what the servers are.
  String title();

  /// Starts the Postgres, once; returns its URI.
  URI startPostgres();

  /// Starts the Redis, once; returns its URI.
  URI startRedis();

  /// Stops what was started.
  @Override
  void close();
}
