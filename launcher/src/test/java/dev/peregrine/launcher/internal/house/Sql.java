package dev.peregrine.launcher.internal.house;

import dev.peregrine.testkit.PostgresServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A look into Postgres past the service. Texts go to the server as they are, so they may hold
/// `$1`.
final class Sql implements AutoCloseable {

  private final Connection connection;

  private Sql(Connection connection) {
    this.connection = connection;
  }

  static Sql on(URI database) {
    var url = PostgresServer.jdbcUrl(database) + "&preferQueryMode=simple";
    try {
      return new Sql(DriverManager.getConnection(url));
    } catch (SQLException thrown) {
      throw new IllegalStateException(url, thrown);
    }
  }

  void run(String text) {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException thrown) {
      throw new IllegalStateException(text, thrown);
    }
  }

  /// Returns the first column, row by row.
  List<String> texts(String text) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(text)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException thrown) {
      throw new IllegalStateException(text, thrown);
    }
  }

  /// Returns all columns, row by row.
  List<List<@Nullable String>> rows(String text) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(text)) {
      var found = new ArrayList<List<@Nullable String>>();
      while (rows.next()) {
        var row = new ArrayList<@Nullable String>();
        for (var column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          row.add(rows.getString(column));
        }
        found.add(row);
      }
      return found;
    } catch (SQLException thrown) {
      throw new IllegalStateException(text, thrown);
    }
  }

  long number(String text) {
    return Long.parseLong(texts(text).getFirst());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException thrown) {
      throw new IllegalStateException("a connection did not close", thrown);
    }
  }
}
