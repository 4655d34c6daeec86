package dev.peregrine.cache.history;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Postgres as the source: a version a key, which each write raises by one, and the last token for
/// each key, by which nodes tell each other. Blocks; safe on any thread.
final class VersionSource implements AutoCloseable {

  static final int KEYS = 12;
  static final int TAGS = 3;
  private static final int CONNECTIONS = 4;

  private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(CONNECTIONS);

  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /// The last token for a key.
  ///
  /// @param position where its eviction stands in the log; 0: none yet
  /// @param version what it promises
  record Promised(long position, long version) {}

  VersionSource(String jdbcUrl) {
    try {
      for (var n = 0; n < CONNECTIONS; n++) {
        idle.add(DriverManager.getConnection(jdbcUrl));
      }
    } catch (SQLException thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  static String tag(long key) {
    return "tag" + key % TAGS;
  }

  void create() {
    with(connection -> {
      try (var statement = connection.createStatement()) {
        statement.execute(
            "create table versions (key bigint primary key, version bigint not null,"
                + " position bigint not null, promised bigint not null)");
        return statement.executeUpdate(
            "insert into versions select key, 1, 0, 0 from generate_series(0, "
                + (KEYS - 1)
                + ") key");
      }
    });
  }

  long version(long key) {
    return with(connection -> {
      try (var query = connection.prepareStatement("select version from versions where key = ?")) {
        query.setLong(1, key);
        try (var rows = query.executeQuery()) {
          rows.next();
          return rows.getLong(1);
        }
      }
    });
  }

  /// Raises the version of each key whose remainder this is.
  ///
  /// @return the new versions, by key
  Map<Long, Long> raise(long divisor, long remainder) {
    return with(connection -> {
      var versions = new HashMap<Long, Long>();
      try (var update =
          connection.prepareStatement(
              "update versions set version = version + 1 where key in (select key from versions"
                  + " where key % ? = ? order by key for update) returning key, version")) {
        update.setLong(1, divisor);
        update.setLong(2, remainder);
        try (var rows = update.executeQuery()) {
          while (rows.next()) {
            versions.put(rows.getLong(1), rows.getLong(2));
          }
        }
      }
      return versions;
    });
  }

  void promise(long key, Promised promised) {
    var _ =
        with(connection -> {
          try (var update =
              connection.prepareStatement(
                  "update versions set position = ?, promised = ? where key = ? and position <"
                      + " ?")) {
            update.setLong(1, promised.position());
            update.setLong(2, promised.version());
            update.setLong(3, key);
            update.setLong(4, promised.position());
            return update.executeUpdate();
          }
        });
  }

  Promised promised(long key) {
    return with(connection -> {
      try (var query =
          connection.prepareStatement("select position, promised from versions where key = ?")) {
        query.setLong(1, key);
        try (var rows = query.executeQuery()) {
          rows.next();
          return new Promised(rows.getLong(1), rows.getLong(2));
        }
      }
    });
  }

  private <T> T with(Work<T> work) {
    try {
      var connection = idle.take();
      try {
        return work.on(connection);
      } finally {
        idle.add(connection);
      }
    } catch (SQLException thrown) {
      throw new IllegalStateException(thrown);
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(thrown);
    }
  }

  @Override
  public void close() {
    try {
      for (var connection : idle) {
        connection.close();
      }
    } catch (SQLException thrown) {
      throw new IllegalStateException(thrown);
    }
  }
}
