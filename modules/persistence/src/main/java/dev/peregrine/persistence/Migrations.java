package dev.peregrine.persistence;

import dev.peregrine.persistence.internal.LockWarnings;
import dev.peregrine.persistence.internal.ServerAddress;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to the schema that this build needs. Blocks: call it from a thread that may.
///
/// Rooms keep their own files in `db/<room>`; versions are counted through all rooms. Migrations
/// only go forward.
public final class Migrations {

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String UNREACHABLE = "08001";
  private static final int OLDEST = 15;

  private Migrations() {}

  /// Waits until the server takes connections, then applies what is missing.
  ///
  /// @param server which database
  /// @param patience how long to wait for the server
  /// @param rooms whose migrations to apply, as in `customers`
  /// @return how many migrations were applied
  /// @throws MigrationException if the server did not answer in time, or a migration failed
  public static int apply(URI server, Duration patience, String... rooms) {
    var address = ServerAddress.of("primary", server);
    awaitServer(address, patience);
    var locations = Arrays.stream(rooms).map(room -> "db/" + room).toList();
    try {
      return Flyway.configure()
          .dataSource(address.jdbcUrl(), address.user(), address.password())
          .locations(locations.stream().map(one -> "classpath:" + one).toArray(String[]::new))
          .callbacks(new LockWarnings(locations))
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
        requireVersion(address, connection.getMetaData());
        return;
      } catch (SQLException thrown) {
        if (!isAway(thrown) || System.nanoTime() - end >= 0) {
          throw new MigrationException(
              "Postgres at "
                  + address
                  + " cannot be used: "
                  + thrown.getMessage()
                  + " ("
                  + cure(thrown)
                  + ")",
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

  private static void requireVersion(ServerAddress address, DatabaseMetaData server)
      throws SQLException {
    var version = server.getDatabaseProductVersion();
    LOG.debug("Postgres at {} answers: {}", address, version);
    if (server.getDatabaseMajorVersion() < OLDEST) {
      throw new MigrationException(
          "Postgres at " + address + " is " + version + " (expected: " + OLDEST + " or newer)");
    }
  }

  /// A wrong password, certificate or database does not heal by waiting; a server that is not
  /// there, or closes the door while it starts, may.
  private static boolean isAway(SQLException thrown) {
    var state = String.valueOf(thrown.getSQLState());
    return state.startsWith("57P") || UNREACHABLE.equals(state) || isLost(thrown.getCause());
  }

  private static boolean isLost(@Nullable Throwable cause) {
    return cause != null
        && (cause instanceof SocketException
            || cause instanceof SocketTimeoutException
            || cause instanceof EOFException
            || isLost(cause.getCause()));
  }

  private static String cure(SQLException thrown) {
    var key = "peregrine.postgres.primary";
    if (isAway(thrown)) {
      return "start it, or set " + key + " to one that runs";
    }
    var state = String.valueOf(thrown.getSQLState());
    return state.startsWith("08")
        ? "look at sslmode and sslrootcert in " + key
        : "look at user, password and database in " + key;
  }
}
