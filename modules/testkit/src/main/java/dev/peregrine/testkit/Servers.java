package dev.peregrine.testkit;

import dev.peregrine.testkit.internal.SharedServers;
import java.net.URI;

/// The Postgres and the Redis that all tests of this JVM share; each starts when it is first asked
/// for and stops with the JVM.
///
/// The system property `services` says what they are: `docker` (containers), `embedded` (binaries
/// that jars carry), `external` (`-Dservices.postgres=URI -Dservices.redis=URI`), or `auto`, the
/// default: docker where an engine answers that has the images or may fetch them, else embedded.
/// One line on standard output tells which it is. Tests that stop or freeze a server start one of
/// their own, with [OwnServers].
///
/// Blocks, on the first call for some seconds; safe on any thread.
public final class Servers {

  private static final SharedServers SHARED = SharedServers.ofThisJvm();

  private Servers() {}

  /// Returns the Postgres.
  public static PostgresServer postgres() {
    return new PostgresServer(SHARED.postgres());
  }

  /// Returns the URI of the Redis, as vertx-redis-client takes it. All tests share its keys: name
  /// them so that yours are yours, and flush nothing.
  public static URI redis() {
    return SHARED.redis();
  }
}
