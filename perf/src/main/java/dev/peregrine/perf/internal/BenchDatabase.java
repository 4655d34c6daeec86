package dev.peregrine.perf.internal;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedPostgresConfig;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A Postgres of a benchmark's own, and the service's way to it.
final class BenchDatabase implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final Path home;
  private final EmbeddedPostgres postgres;
  private final Database database;

  private BenchDatabase(Vertx vertx, Path home, EmbeddedPostgres postgres, Database database) {
    this.vertx = vertx;
    this.home = home;
    this.postgres = postgres;
    this.database = database;
  }

  /// Starts one.
  ///
  /// @param vertx closed with it
  /// @param statements all that are asked
  static BenchDatabase open(Vertx vertx, List<Statement> statements) throws IOException {
    var home = Files.createTempDirectory("peregrine-bench-");
    var postgres =
        EmbeddedPostgres.start(
            new EmbeddedPostgresConfig(home.resolve("postgres"), home.resolve("bin"), 0, true));
    var database = Database.open(vertx, DatabaseConfig.defaults(), postgres.uri(), statements);
    return new BenchDatabase(vertx, home, postgres, database);
  }

  URI uri() {
    return postgres.uri();
  }

  Database database() {
    return database;
  }

  /// Waits for something that is under way.
  static <T> T wait(Future<T> future) throws IOException {
    try {
      return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("not done in " + PATIENCE, late);
    }
  }

  @Override
  public void close() throws IOException {
    var _ = wait(vertx.close());
    postgres.close();
    Directories.delete(home);
  }
}
