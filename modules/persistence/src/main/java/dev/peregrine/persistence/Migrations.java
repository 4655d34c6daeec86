package dev.peregrine.persistence;

import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to the schema that this build needs. Blocks: call it from a thread that may.
///
/// Rooms keep their own files in `db/<room>`; versions are counted through all rooms. Migrations
/// only go forward.
public final class Migrations {

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private Migrations() {}

  /// Waits until the server takes connections, then applies what is missing.
  ///
  /// @param server which database
  /// @param patience how long to wait for the server
  /// @param rooms whose migrations to apply, as in `customers`
  /// @return how many migrations were applied
  /// @throws MigrationException if the server did not answer in time, or a migration failed
  public static int apply(URI server, Duration patience, String... rooms) {
    var address = ServerAddress.of(server);
    awaitServer(address, patience);
    var locations = new String[rooms.length];
    for (var i = 0; i < rooms.length; i++) {
      locations[i] = "classpath:db/" + rooms[i];
    }
    try {
      return Flyway.configure()
          .dataSource(address.jdbcUrl(), address.user(), address.password())
          .locations(locations)
          .failOnMissingLocations(true)
          .validateMigrationNaming(true)
          .load()
          .migrate()
          .migrationsExecuted;
    } catch (FlywayException thrown) {
      throw new MigrationException(
          "the schema of " + address + " could not be brought up to date", thrown);
    }
  }

  private static void awaitServer(ServerAddress address, Duration patience) {
    var end = System.nanoTime() + patience.toNanos();
    for (var attempt = 0; ; attempt++) {
      try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.login())) {
        LOG.debug(
            "Postgres at {} answers: {}",
            address,
            connection.getMetaData().getDatabaseProductVersion());
        return;
      } catch (SQLException thrown) {
        if (!isAway(thrown) || System.nanoTime() - end >= 0) {
          throw new MigrationException(
              "Postgres at "
                  + address
                  + " cannot be used: "
                  + thrown.getMessage()
                  + " (start it, or set peregrine.postgres.primary to one that runs)",
              thrown);
        }
        if (attempt == 0) {
          LOG.warn(
              "waiting up to {} s for Postgres at {}: {}",
              patience.toSeconds(),
              address,
              thrown.getMessage());
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /// A wrong password or a missing database does not heal by waiting; a refused connection may.
  private static boolean isAway(SQLException thrown) {
    var state = String.valueOf(thrown.getSQLState());
    return state.startsWith("08") || state.startsWith("57P");
  }
}
