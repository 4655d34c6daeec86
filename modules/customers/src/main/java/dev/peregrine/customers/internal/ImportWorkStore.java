package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.internal.BulkPort.FoundImport;
import dev.peregrine.customers.internal.BulkPort.Policy;
import dev.peregrine.customers.internal.ImportWorkPort.Claimed;
import dev.peregrine.customers.internal.ImportWorkPort.Finish;
import dev.peregrine.customers.internal.ImportWorkPort.Finished;
import dev.peregrine.customers.internal.ImportWorkPort.HandOver;
import dev.peregrine.customers.internal.ImportWorkPort.LetGo;
import dev.peregrine.customers.internal.ImportWorkPort.NextWritten;
import dev.peregrine.customers.internal.ImportWorkPort.Sweep;
import dev.peregrine.customers.internal.ImportWorkPort.Swept;
import dev.peregrine.customers.internal.ImportWorkPort.Tend;
import dev.peregrine.customers.internal.ImportWorkPort.Tended;
import dev.peregrine.customers.internal.ImportWorkPort.Work;
import dev.peregrine.customers.internal.ImportWorkPort.WriteNext;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import dev.peregrine.persistence.UniqueViolation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.StreamSupport;

/// Imports that go on behind their answers, in Postgres. All times are the database's.
public final class ImportWorkStore implements Store {

  /// Makes the store.
  public ImportWorkStore() {}

  @Override
  public List<Statement> statements() {
    return ImportWorkStatements.all();
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(ImportWorkPort.HAND_OVER, (ask, call) -> handOver(database, ask, call)),
                bus.answer(ImportWorkPort.CLAIM, (ask, call) -> claim(database, call)),
                bus.answer(
                    ImportWorkPort.WRITE_NEXT, (ask, call) -> writeNext(database, ask, call)),
                bus.answer(ImportWorkPort.FINISH, (ask, call) -> finish(database, ask, call)),
                bus.answer(
                    ImportWorkPort.LET_GO,
                    (LetGo ask, Call call) ->
                        database
                            .execute(ImportWorkStatements.LET_GO, Tuple.of(ask.importId()), call)
                            .map(ask)),
                bus.answer(ImportWorkPort.TEND, (ask, call) -> tend(database, ask, call)),
                bus.answer(ImportWorkPort.SWEEP, (ask, call) -> sweep(database, ask, call))))
        .map(registered -> registered.list());
  }

  private static Future<FoundImport> handOver(Database database, HandOver ask, Call call) {
    var parameters = Tuple.of(ask.importId(), ImportStore.word(ask.policy()), ask.atomic());
    return database
        .execute(ImportWorkStatements.HAND_OVER, parameters, call)
        .map(rows -> new FoundImport(first(rows).map(ImportProgressStore::progress)));
  }

  private static Future<Claimed> claim(Database database, Call call) {
    return database
        .execute(ImportWorkStatements.CLAIM, Tuple.tuple(), call)
        .map(rows ->
            new Claimed(
                first(rows)
                    .map(row ->
                        new Work(
                            row.getUUID("id"),
                            Policy.valueOf(row.getString("policy").toUpperCase(Locale.ROOT)),
                            row.getBoolean("atomic"),
                            row.getInteger("attempts")))));
  }

  private static Future<NextWritten> writeNext(Database database, WriteNext ask, Call call) {
    return ask.policy() == Policy.FAIL
        ? writeUntilTaken(database, ask, call, 1)
        : write(database, ask, OptionalLong.empty(), call);
  }

  private static Future<NextWritten> write(
      Database database, WriteNext ask, OptionalLong duplicate, Call call) {
    var before = duplicate.orElse(Long.MAX_VALUE);
    return database
        .execute(
            ImportStore.of(ImportWorkStatements.NEXTS, ask.policy()),
            Tuple.of(ask.importId(), ask.limit(), before),
            call)
        .map(rows -> {
          var row = ImportStore.counted(rows);
          return new NextWritten(row.getLong("taken"), ImportStore.changed(row), duplicate);
        });
  }

  private static Future<NextWritten> writeUntilTaken(
      Database database, WriteNext ask, Call call, int look) {
    return database
        .execute(ImportWorkStatements.NEXT_TAKEN, Tuple.of(ask.importId(), ask.limit()), call)
        .compose(rows -> {
          var taken = rows.iterator().next().getLong("line");
          var duplicate = taken == null ? OptionalLong.empty() : OptionalLong.of(taken);
          return write(database, ask, duplicate, call);
        })
        .recover(thrown ->
            UniqueViolation.of(thrown, ImportStore.EMAIL_INDEX) && look < ImportStore.MOST_LOOKS
                ? writeUntilTaken(database, ask, call, look + 1)
                : Future.failedFuture(thrown));
  }

  private static Future<Finished> finish(Database database, Finish ask, Call call) {
    return database
        .execute(ImportWorkStatements.FINISH, Tuple.of(ask.importId()), call)
        .map(rows -> new Finished(rows.rowCount() > 0));
  }

  private static Future<Tended> tend(Database database, Tend ask, Call call) {
    var running = Tuple.tuple().addArrayOfUUID(ask.running().toArray(UUID[]::new));
    return database
        .execute(ImportWorkStatements.TEND, running, call)
        .map(rows -> new Tended(rows.rowCount()));
  }

  private static Future<Swept> sweep(Database database, Sweep ask, Call call) {
    return database
        .execute(ImportWorkStatements.SWEEP, Tuple.of((double) ask.keptForSeconds()), call)
        .map(rows -> new Swept(rows.iterator().next().getLong("swept") > 0));
  }

  private static Optional<Row> first(Iterable<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).findFirst();
  }
}
