package dev.peregrine.persistence.internal;

import io.vertx.sqlclient.Row;

/// What a server says of itself.
///
/// @param replica whether it follows another one
/// @param position how far it has applied the log, or, as a primary, flushed it; bytes
/// @param system the same for a primary and all that were ever copied from it
record ServerPosition(boolean replica, long position, long system) {

  static ServerPosition of(Row row) {
    return new ServerPosition(
        row.getBoolean("replica"), row.getLong("position"), row.getLong("system"));
  }
}
