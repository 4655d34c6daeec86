package dev.peregrine.embedded.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A session at a server of ours, for what only SQL can ask. Every wait has an end.
public final class PrimarySession implements AutoCloseable {

  private static final String WAITS = "&connectTimeout=5&loginTimeout=5&socketTimeout=60";

  private final Connection connection;

  private PrimarySession(Connection connection) {
    this.connection = connection;
  }

  /// Opens one.
  ///
  /// @param jdbcUrl where, and as whom
  /// @throws SQLException if nobody answers there
  public static PrimarySession open(String jdbcUrl) throws SQLException {
    return new PrimarySession(DriverManager.getConnection(jdbcUrl + WAITS));
  }

  /// Forgets slots that nobody uses, and with them the log that was kept for them.
  ///
  /// @param pattern which, as in `like`
  public void dropSlots(String pattern) throws SQLException {
    run(
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
            + " where slot_type = 'physical' and not active and slot_name like '"
            + pattern
            + "'");
  }

  void run(String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  String text(String text) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(text)) {
      if (!rows.next()) {
        throw new SQLException(text + ": no row");
      }
      return rows.getString(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
