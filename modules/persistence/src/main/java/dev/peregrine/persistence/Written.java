package dev.peregrine.persistence;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/// What a change answered, and from where in the log on everybody sees it. Not for messages: rows
/// belong to their connection's driver.
public final class Written {

  private final RowSet<Row> rows;
  private final WalPosition position;

  /// Makes one.
  ///
  /// @param rows what the statement returned
  /// @param position behind the commit; [WalPosition#LATEST] where it is not known
  public Written(RowSet<Row> rows, WalPosition position) {
    this.rows = rows;
    this.position = position;
  }

  /// Returns what the statement returned.
  public RowSet<Row> rows() {
    return rows;
  }

  /// Returns a place behind the commit; [WalPosition#LATEST] where it is not known.
  public WalPosition position() {
    return position;
  }
}
