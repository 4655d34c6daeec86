package dev.peregrine.testkit;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A look into Postgres, past what is under test. Texts go to the server as they are, so they may
/// hold `$1`. One thread at a time.
///
/// What the server refuses is an [IllegalStateException] with the text, and why behind it.
public final class Sql implements AutoCloseable {

  private final Connection connection;

  private Sql(Connection connection) {
    this.connection = connection;
  }

  /// Connects to a database; close it.
  public static Sql on(URI database) {
    var url = PostgresServer.jdbcUrl(database) + "&preferQueryMode=simple";
    try {
      return new Sql(DriverManager.getConnection(url));
    } catch (SQLException thrown) {
      throw new IllegalStateException(url, thrown);
    }
  }

  /// Runs statements, and forgets what they say.
  public void run(String text) {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException thrown) {
      throw new IllegalStateException(text, thrown);
    }
  }

  /// Returns the first column, row by row.
  public List<String> texts(String text) {
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
  public List<List<@Nullable String>> rows(String text) {
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

  /// Returns the first column of the first row.
  public String text(String text) {
    return texts(text).getFirst();
  }

  /// Returns the first column of the first row, as a number.
  public long number(String text) {
    return Long.parseLong(text(text));
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
