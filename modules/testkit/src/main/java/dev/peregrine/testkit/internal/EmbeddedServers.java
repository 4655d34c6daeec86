package dev.peregrine.testkit.internal;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedPostgresConfig;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedRedisConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// Servers from binaries that jars carry.
///
/// Confined to its owner's lock.
final class EmbeddedServers implements ServerKind {

  private static final long REDIS_BYTES = 256L << 20;

  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Slot slot = Slot.take(Path.of("target", "test-servers"));

  @Override
  public String title() {
    return "embedded servers";
  }

  @Override
  public URI startPostgres() {
    var home = slot.directory().resolve("postgres");
    var config = new EmbeddedPostgresConfig(home, Binaries.directory(), 0, false);
    var postgres = EmbeddedPostgres.start(config);
    closing.push(postgres::close);
    return postgres.uri();
  }

  @Override
  public URI startRedis() {
    var home = slot.directory().resolve("redis");
    var redis =
        EmbeddedRedis.start(new EmbeddedRedisConfig(home, Binaries.directory(), 0, REDIS_BYTES));
    closing.push(redis::close);
    return redis.uri();
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
    slot.close();
  }
}
