package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.internal.BulkPort.Begun;
import dev.peregrine.customers.internal.BulkPort.Chunk;
import dev.peregrine.customers.internal.BulkPort.GiveUp;
import dev.peregrine.customers.internal.BulkPort.GivenUp;
import dev.peregrine.customers.internal.BulkPort.Line;
import dev.peregrine.customers.internal.BulkPort.Merge;
import dev.peregrine.customers.internal.BulkPort.Policy;
import dev.peregrine.customers.internal.BulkPort.Refusal;
import dev.peregrine.customers.internal.BulkPort.Written;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import dev.peregrine.persistence.UniqueViolation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// Imports in Postgres: columns as arrays, a chunk a statement, which is its own transaction.
public final class ImportStore implements Store {

  static final String EMAIL_INDEX = "customers_email";

  /// How often a chunk that must hold no duplicate is looked at again, when somebody registers one
  /// of its addresses between the look and the write.
  static final int MOST_LOOKS = 5;

  /// Makes the store.
  public ImportStore() {}

  @Override
  public List<Statement> statements() {
    return ImportStatements.all();
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(BulkPort.BEGIN, (ask, call) -> begin(database, ask, call)),
                bus.answer(BulkPort.WRITE, (ask, call) -> write(database, ask, call)),
                bus.answer(BulkPort.MERGE, (ask, call) -> merge(database, ask, call)),
                bus.answer(BulkPort.GIVE_UP, (ask, call) -> giveUp(database, ask, call))))
        .map(registered -> registered.list());
  }

  private static Future<Begun> begin(Database database, BulkPort.Begin ask, Call call) {
    var parameters =
        Tuple.of(ask.id(), ask.waitingAtMost(), ask.resumable(), ask.format())
            .addString(word(ask.policy()))
            .addBuffer(Fingerprints.caller(ask.caller()));
    return database
        .execute(ImportStatements.BEGIN, parameters, call)
        .map(begun -> new Begun(sender(begun)));
  }

  private static OptionalInt sender(RowSet<Row> begun) {
    return begun.size() == 0
        ? OptionalInt.empty()
        : OptionalInt.of(begun.iterator().next().getInteger("sender"));
  }

  static String word(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }

  private static Future<GivenUp> giveUp(Database database, GiveUp ask, Call call) {
    return database
        .execute(ImportStatements.GIVE_UP, Tuple.of(ask.importId(), ask.sender()), call)
        .map(ended -> new GivenUp());
  }

  private static Future<Written> write(Database database, Chunk chunk, Call call) {
    if (chunk.waits()) {
      return write(database, ImportStatements.CHUNK_WAITS, chunk, call);
    }
    return chunk.policy() == Policy.FAIL
        ? writeUntilTaken(database, chunk, call, 1)
        : write(database, of(ImportStatements.CHUNKS, chunk.policy()), chunk, call);
  }

  private static Future<Written> write(
      Database database, Statement statement, Chunk chunk, Call call) {
    return database
        .execute(statement, parameters(chunk), call)
        .map(rows -> written(rows, OptionalLong.empty()));
  }

  private static Future<Written> writeUntilTaken(
      Database database, Chunk chunk, Call call, int look) {
    return database
        .execute(ImportStatements.SENT_TAKEN, sent(chunk), call)
        .compose(rows -> {
          var taken = rows.iterator().next().getLong("line");
          var sound = taken == null ? chunk : cut(chunk, taken);
          var duplicate = taken == null ? OptionalLong.empty() : OptionalLong.of(taken);
          return database
              .execute(of(ImportStatements.CHUNKS, Policy.FAIL), parameters(sound), call)
              .map(done -> written(done, duplicate));
        })
        .recover(thrown ->
            UniqueViolation.of(thrown, EMAIL_INDEX) && look < MOST_LOOKS
                ? writeUntilTaken(database, chunk, call, look + 1)
                : Future.failedFuture(thrown));
  }

  private static Future<Written> merge(Database database, Merge ask, Call call) {
    return ask.policy() == Policy.FAIL
        ? mergeUnlessTaken(database, ask, call, 1)
        : merge(database, ask.policy(), ask.importId(), call);
  }

  private static Future<Written> merge(Database database, Policy policy, UUID id, Call call) {
    return database
        .execute(of(ImportStatements.MERGES, policy), Tuple.of(id), call)
        .map(rows -> written(rows, OptionalLong.empty()));
  }

  private static Future<Written> mergeUnlessTaken(
      Database database, Merge ask, Call call, int look) {
    return database
        .execute(ImportStatements.WAITING_TAKEN, Tuple.of(ask.importId()), call)
        .compose(rows -> {
          var taken = rows.iterator().next().getLong("line");
          return taken == null
              ? merge(database, Policy.FAIL, ask.importId(), call)
              : Future.succeededFuture(new Written(0, List.of(), OptionalLong.of(taken)));
        })
        .recover(thrown ->
            UniqueViolation.of(thrown, EMAIL_INDEX) && look < MOST_LOOKS
                ? mergeUnlessTaken(database, ask, call, look + 1)
                : Future.failedFuture(thrown));
  }

  /// What stands before the duplicate, and the duplicate itself as a refusal.
  private static Chunk cut(Chunk chunk, long taken) {
    var lines = chunk.lines().stream().filter(line -> line.number() < taken).toList();
    var refusals = new ArrayList<>(chunk.refusals());
    refusals.removeIf(refusal -> refusal.line() >= taken);
    var rejected = 1 + refusals.stream().mapToLong(Refusal::line).distinct().count();
    refusals.add(ImportAnswers.taken(taken));
    return new Chunk(
        chunk.importId(),
        chunk.policy(),
        chunk.waits(),
        lines,
        refusals,
        lines.size() + rejected,
        rejected,
        "failed",
        chunk.sent());
  }

  private static Tuple parameters(Chunk chunk) {
    var refusals = chunk.refusals();
    var sent = chunk.sent();
    return sent(chunk)
        .addArrayOfLong(refusals.stream().map(Refusal::line).toArray(Long[]::new))
        .addArrayOfInteger(places(refusals))
        .addArrayOfString(refusals.stream().map(Refusal::field).toArray(String[]::new))
        .addArrayOfString(refusals.stream().map(Refusal::code).toArray(String[]::new))
        .addArrayOfString(refusals.stream().map(Refusal::message).toArray(String[]::new))
        .addLong(chunk.received())
        .addLong(chunk.rejected())
        .addString(chunk.state())
        .addBoolean(chunk.waits())
        .addLong(sent.mark().lines())
        .addLong(sent.mark().bytes())
        .addArrayOfString(sent.columns().toArray(String[]::new));
  }

  private static Tuple sent(Chunk chunk) {
    var lines = chunk.lines();
    var settled = chunk.sent().settledLines();
    return Tuple.of(chunk.importId())
        .addArrayOfLong(lines.stream().map(Line::number).toArray(Long[]::new))
        .addArrayOfString(lines.stream().map(Line::name).toArray(String[]::new))
        .addArrayOfString(lines.stream().map(Line::email).toArray(String[]::new))
        .addArrayOfString(lines.stream().map(Line::type).toArray(String[]::new))
        .addInteger(chunk.sent().sender())
        .addLong(settled.isPresent() ? settled.getAsLong() : null);
  }

  /// Refusals of one line stand together.
  private static Integer[] places(List<Refusal> refusals) {
    var places = new Integer[refusals.size()];
    for (var i = 0; i < places.length; i++) {
      var again = i > 0 && refusals.get(i).line() == refusals.get(i - 1).line();
      places[i] = again ? places[i - 1] + 1 : 0;
    }
    return places;
  }

  private static Written written(RowSet<Row> rows, OptionalLong duplicate) {
    var row = counted(rows);
    return new Written(row.getLong("imported"), changed(row), duplicate);
  }

  /// Returns the row that tells what was written.
  ///
  /// @throws BusFailure if nothing was, since the import has ended or its lines are lost
  static Row counted(RowSet<Row> rows) {
    var row = rows.iterator().next();
    if (row.getLong("counted") == 0) {
      throw new BusFailure(
          FailureKind.UNAVAILABLE, "customers.import", "it was given up, or what waited is lost");
    }
    return row;
  }

  static List<Long> changed(Row row) {
    var changed = row.getArrayOfLongs("changed");
    return changed == null ? List.of() : List.of(changed);
  }

  static Statement of(Map<Policy, Statement> statements, Policy policy) {
    return Objects.requireNonNull(statements.get(policy));
  }
}
