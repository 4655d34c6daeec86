package dev.peregrine.testkit;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedPostgresConfig;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedRedisConfig;
import dev.peregrine.testkit.internal.Binaries;
import java.nio.file.Path;

/// Servers of a test's own, which it may stop, kill and freeze; close them.
///
/// They are embedded, whatever `services` says, at free ports, and answer when they are returned.
/// Blocks.
public final class OwnServers {

  private static final long REDIS_BYTES = 64L << 20;

  private OwnServers() {}

  /// Starts a Postgres that keeps what it answered also when it is killed.
  ///
  /// @param directory for its files
  public static EmbeddedPostgres postgres(Path directory) {
    return postgres(directory, true);
  }

  /// Starts a Postgres that commits faster, and may lose the last of it when it is killed.
  ///
  /// @param directory for its files
  public static EmbeddedPostgres hastyPostgres(Path directory) {
    return postgres(directory, false);
  }

  /// Starts a Redis.
  ///
  /// @param directory for its files
  public static EmbeddedRedis redis(Path directory) {
    return EmbeddedRedis.start(
        new EmbeddedRedisConfig(directory, Binaries.directory(), 0, REDIS_BYTES));
  }

  private static EmbeddedPostgres postgres(Path directory, boolean durable) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgresConfig(directory, Binaries.directory(), 0, durable));
  }
}
