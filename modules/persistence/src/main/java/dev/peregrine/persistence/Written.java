package dev.peregrine.persistence;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/// What a change answered, and from where in the log on everybody sees it.
///
/// @param rows what the statement returned
/// @param position behind the commit; [WalPosition#LATEST] where it is not known
public record Written(RowSet<Row> rows, WalPosition position) {}
