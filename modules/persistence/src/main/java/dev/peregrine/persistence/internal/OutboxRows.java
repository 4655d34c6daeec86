package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.DeadEntry;
import dev.peregrine.persistence.OutboxEntry;
import dev.peregrine.persistence.OutboxFault;
import dev.peregrine.persistence.OutboxFigures;
import dev.peregrine.persistence.RetryingEntry;
import io.vertx.sqlclient.Row;
import java.time.Duration;

/// What the outbox's rows mean.
public final class OutboxRows {

  private OutboxRows() {}

  /// An entry under lease, as [OutboxStatements#CLAIM] returns it.
  public static OutboxEntry entry(Row row) {
    return new OutboxEntry(
        row.getUUID("id"),
        row.getString("lane"),
        row.getString("recipient"),
        row.getString("payload"),
        row.getInteger("attempts"),
        row.getLong("lease_token"),
        row.getOffsetDateTime("expires_at").toInstant());
  }

  /// A lane, as [OutboxStatements#FIGURES] counts it.
  public static OutboxFigures figures(Row row) {
    return new OutboxFigures(
        row.getLong("pending"),
        row.getLong("leased"),
        row.getLong("retrying"),
        row.getLong("dead"),
        Duration.ofMillis(row.getLong("oldest_ms")));
  }

  /// One of [OutboxStatements#RETRYING_ENTRIES].
  public static RetryingEntry retryingEntry(Row row) {
    return new RetryingEntry(
        row.getUUID("id"),
        row.getInteger("attempts"),
        new OutboxFault(row.getInteger("last_code"), row.getString("last_error")),
        row.getOffsetDateTime("visible_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant());
  }

  /// One of [OutboxStatements#DEAD_ENTRIES].
  public static DeadEntry deadEntry(Row row) {
    return new DeadEntry(
        row.getUUID("id"),
        row.getString("lane"),
        row.getInteger("attempts"),
        new OutboxFault(row.getInteger("last_code"), row.getString("last_error")),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
