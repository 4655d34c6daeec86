package dev.peregrine.persistence.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns, before a migration is applied, that it will keep others out of a large table.
///
/// What cannot be read is not warned of: a warning that fails must not stop a migration.
public final class LockWarnings implements Callback {

  private static final Logger LOG = LoggerFactory.getLogger(LockWarnings.class);
  private static final long LARGE_BYTES = 1L << 20;
  private static final String SIZE =
      """
      select greatest(reltuples, pg_stat_get_live_tuples(oid))::bigint, pg_total_relation_size(oid)
      from pg_class where oid = to_regclass(?) and pg_total_relation_size(oid) >= ?
      """;

  private final List<String> locations;

  /// Makes it.
  ///
  /// @param locations where migrations are, in the class path
  public LockWarnings(List<String> locations) {
    this.locations = List.copyOf(locations);
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    var migration = context.getMigrationInfo();
    try {
      for (var lock : MigrationLocks.of(text(migration.getScript()))) {
        size(context.getConnection(), lock.table())
            .ifPresent(size ->
                LOG.warn(
                    "{}: {} shuts out {} of {}, {}, until it is done",
                    migration.getScript(),
                    lock.deed(),
                    lock.shutOut(),
                    lock.table(),
                    size));
      }
    } catch (IOException | SQLException thrown) {
      LOG.debug("{} is not looked at", migration.getScript(), thrown);
    }
  }

  @Override
  public String getCallbackName() {
    return "lock warnings";
  }

  /// Where Flyway finds it.
  private String text(String script) throws IOException {
    var loader = Thread.currentThread().getContextClassLoader();
    for (var location : locations) {
      try (var file = loader.getResourceAsStream(location + "/" + script)) {
        if (file != null) {
          return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    return "";
  }

  /// How large a table is, if it is there, and large.
  private static Optional<String> size(Connection connection, String table) throws SQLException {
    try (var asking = connection.prepareStatement(SIZE)) {
      asking.setString(1, table);
      asking.setLong(2, LARGE_BYTES);
      try (var found = asking.executeQuery()) {
        return found.next()
            ? Optional.of(
                String.format(
                    Locale.ROOT,
                    "about %,d rows and %,d MiB",
                    found.getLong(1),
                    found.getLong(2) >> 20))
            : Optional.empty();
      }
    }
  }
}
