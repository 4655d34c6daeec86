package dev.peregrine.persistence;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.persistence.internal.OutboxRows;
import dev.peregrine.persistence.internal.OutboxStatements;
import dev.peregrine.persistence.internal.PlainText;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Facts that must survive a crash, as the relay that carries them out sees them.
///
/// Rooms append through the function `outbox_append` in the statement that makes the fact true. A
/// relay claims entries, carries them out, and says how each ended. A claim is a lease on the
/// database's clock: if its holder dies, another relay gets the entry, so what is carried out may
/// be carried out twice, with the same id. Safe on any thread; results come back on the caller's
/// context.
public final class Outbox {

  /// Every SQL text that the outbox uses.
  public static final List<Statement> STATEMENTS = OutboxStatements.ALL;

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int DEAD = 2;
  private static final int MONTHS_AHEAD = 3;

  private final Database database;
  private final Bus bus;

  /// Makes the door to a database's outbox.
  ///
  /// @param database where it is
  /// @param bus carries the nudges
  public Outbox(Database database, Bus bus) {
    this.database = database;
    this.bus = bus;
  }

  /// Nudges this node's relays to look at a lane; call it after the commit.
  ///
  /// @param lane which
  public void appended(String lane) {
    bus.tell(OutboxPort.APPENDED, new OutboxAppended(lane));
  }

  /// Runs something on the current context whenever a lane was appended to on this node.
  ///
  /// @param lane which
  /// @param nudge what to run
  /// @return done when nudges arrive
  public Future<Registration> whenAppended(String lane, Runnable nudge) {
    return bus.listen(
        OutboxPort.APPENDED,
        fact -> {
          if (fact.lane().equals(lane)) {
            nudge.run();
          }
        });
  }

  /// Leases what is due, the longest due first; each claim counts as an attempt. Entries that
  /// another relay holds are skipped, entries past their expiry die.
  ///
  /// @param lane which
  /// @param limit how many at most: as many as the relay can start at once
  /// @param lease how long they are kept from other relays
  /// @param call until when the caller waits
  public Future<List<OutboxEntry>> claim(String lane, int limit, Duration lease, Call call) {
    return database
        .execute(OutboxStatements.CLAIM, Tuple.of(lane, limit, lease.toMillis()), call)
        .map(rows -> living(lane, rows));
  }

  /// Records that an entry was carried out.
  ///
  /// @param entry which
  /// @param reply what the other side said
  /// @param call until when the caller waits
  /// @return false if the lease was lost, and the entry is or was carried out by another, too
  public Future<Boolean> sent(OutboxEntry entry, String reply, Call call) {
    return fenced(OutboxStatements.SENT, lease(entry).addString(PlainText.of(reply)), call);
  }

  /// Records that an attempt failed, and that another is due later, or at the entry's expiry if
  /// that is sooner.
  ///
  /// @param entry which
  /// @param delay how much later
  /// @param fault why it failed
  /// @param call until when the caller waits
  /// @return false if the lease was lost
  public Future<Boolean> retryAfter(
      OutboxEntry entry, Duration delay, OutboxFault fault, Call call) {
    var parameters = lease(entry).addLong(delay.toMillis()).addInteger(fault.code());
    return fenced(OutboxStatements.RETRY, parameters.addString(fault.reason()), call);
  }

  /// Records that no attempt will succeed.
  ///
  /// @param entry which
  /// @param fault why
  /// @param call until when the caller waits
  /// @return false if the lease was lost
  public Future<Boolean> dead(OutboxEntry entry, OutboxFault fault, Call call) {
    var parameters = lease(entry).addInteger(fault.code()).addString(fault.reason());
    return fenced(OutboxStatements.DEAD, parameters, call);
  }

  /// Ends a lease as if it had not been taken: due at once, and the attempt does not count.
  ///
  /// @param entry which
  /// @param call until when the caller waits
  /// @return false if the lease was lost
  public Future<Boolean> giveBack(OutboxEntry entry, Call call) {
    return fenced(OutboxStatements.GIVE_BACK, lease(entry), call);
  }

  /// Records that entries were carried out of which no history is kept.
  ///
  /// @param entries which
  /// @param call until when the caller waits
  /// @return how many leases were still held; the others are or were carried out by another, too
  public Future<Integer> done(List<OutboxEntry> entries, Call call) {
    return database
        .execute(OutboxStatements.DONE, leases(entries), call)
        .map(rows -> rows.rowCount());
  }

  /// Ends leases as if they had not been taken: due after a pause, and the attempts do not count.
  ///
  /// @param entries which
  /// @param pause how much later they are due
  /// @param call until when the caller waits
  /// @return how many leases were still held
  public Future<Integer> giveBack(List<OutboxEntry> entries, Duration pause, Call call) {
    var parameters = leases(entries).addLong(pause.toMillis());
    return database
        .execute(OutboxStatements.GIVE_BACK_ALL, parameters, call)
        .map(rows -> rows.rowCount());
  }

  /// Takes entries back that need not be carried out any more, whoever holds them.
  ///
  /// @param ids which; those that are not there do not matter
  /// @param call until when the caller waits
  /// @return how many were there
  public Future<Integer> withdraw(List<UUID> ids, Call call) {
    var parameters = Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    return database
        .execute(OutboxStatements.WITHDRAW, parameters, call)
        .map(rows -> rows.rowCount());
  }

  /// Puts one entry for each recipient in the place of what is due, if it is too much to be carried
  /// out one by one. Only for a lane where one entry can stand for many.
  ///
  /// @param lane which
  /// @param moreThan how many entries are not too many
  /// @param payload of the entry that stands for all, JSON
  /// @param call until when the caller waits
  /// @return how many entries were replaced; 0 if they were not too many
  public Future<Integer> gather(String lane, int moreThan, String payload, Call call) {
    return database
        .execute(OutboxStatements.GATHER, Tuple.of(lane, moreThan, payload), call)
        .map(rows -> rows.iterator().next().getInteger("gone"));
  }

  /// Counts a lane. Reads its whole backlog: for a gauge, not for every request.
  ///
  /// @param lane which
  /// @param call until when the caller waits
  public Future<OutboxFigures> figures(String lane, Call call) {
    return database
        .execute(OutboxStatements.FIGURES, Tuple.of(lane), call)
        .map(rows -> OutboxRows.figures(rows.iterator().next()));
  }

  /// Lists what was given up, the latest first.
  ///
  /// @param lane which
  /// @param limit how many at most
  /// @param call until when the caller waits
  public Future<List<DeadEntry>> deadEntries(String lane, int limit, Call call) {
    return database
        .execute(OutboxStatements.DEAD_ENTRIES, Tuple.of(lane, limit), call)
        .map(rows -> rows.stream().map(OutboxRows::deadEntry).toList());
  }

  /// Lists what failed before and waits for its next attempt, the next due first.
  ///
  /// @param lane which
  /// @param limit how many at most
  /// @param call until when the caller waits
  public Future<List<RetryingEntry>> retryingEntries(String lane, int limit, Call call) {
    return database
        .execute(OutboxStatements.RETRYING_ENTRIES, Tuple.of(lane, limit), call)
        .map(rows -> rows.stream().map(OutboxRows::retryingEntry).toList());
  }

  /// Puts back what was given up, as if it had been appended now, and nudges this node's relays.
  ///
  /// @param id which entry
  /// @param call until when the caller waits
  public Future<RetryOutcome> retry(UUID id, Call call) {
    return database
        .execute(OutboxStatements.REVIVE, Tuple.of(id), call)
        .map(rows -> {
          if (rows.size() == 0) {
            return RetryOutcome.UNKNOWN;
          }
          var row = rows.iterator().next();
          if (!row.getBoolean("revived")) {
            return RetryOutcome.NOT_DEAD;
          }
          appended(row.getString("lane"));
          return RetryOutcome.REVIVED;
        });
  }

  /// Makes the history's partitions of this month and the next three, and drops the months in which
  /// everything is older than is kept; at least once a month, on any node.
  ///
  /// @param keep how long, zero for ever
  /// @param call until when the caller waits
  public Future<Void> turnHistory(Duration keep, Call call) {
    var months = Tuple.of(MONTHS_AHEAD);
    var parameters = keep.isZero() ? months.addValue(null) : months.addLong(keep.toSeconds());
    return database
        .execute(OutboxStatements.HISTORY, parameters, call)
        .map(rows -> {
          var row = rows.iterator().next();
          if (row.getInteger("made") > 0 || row.getInteger("dropped") > 0) {
            LOG.info(
                "the outbox's history: {} months made, {} dropped",
                row.getInteger("made"),
                row.getInteger("dropped"));
          }
          return null;
        });
  }

  private Future<Boolean> fenced(Statement statement, Tuple parameters, Call call) {
    return database.execute(statement, parameters, call).map(rows -> rows.rowCount() == 1);
  }

  private static Tuple lease(OutboxEntry entry) {
    return Tuple.of(entry.id(), entry.leaseToken());
  }

  private static Tuple leases(List<OutboxEntry> entries) {
    return Tuple.tuple()
        .addArrayOfUUID(entries.stream().map(OutboxEntry::id).toArray(UUID[]::new))
        .addArrayOfLong(entries.stream().map(OutboxEntry::leaseToken).toArray(Long[]::new));
  }

  private static List<OutboxEntry> living(String lane, RowSet<Row> rows) {
    var living = new ArrayList<OutboxEntry>(rows.size());
    for (var row : rows) {
      if (row.getInteger("state") != DEAD) {
        living.add(OutboxRows.entry(row));
      }
    }
    if (living.size() < rows.size()) {
      LOG.error("{} entries of lane {} expired and are dead", rows.size() - living.size(), lane);
    }
    return List.copyOf(living);
  }
}
