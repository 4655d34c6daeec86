package dev.peregrine.persistence;

import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/// Recognises the one refusal of the database that a room must decide on itself: a value that
/// another row has.
public final class UniqueViolation {

  private static final String SQL_STATE = "23505";

  private UniqueViolation() {}

  /// Tells whether a failure of [Database#execute] is a violation of this unique index.
  ///
  /// @param thrown the failure
  /// @param index the index's or constraint's name
  public static boolean of(@Nullable Throwable thrown, String index) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException refused && SQL_STATE.equals(refused.getSqlState())) {
        return index.equals(refused.getConstraint());
      }
    }
    return false;
  }
}
