package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.internal.BulkPort.FindImport;
import dev.peregrine.customers.internal.BulkPort.FoundImport;
import dev.peregrine.customers.internal.BulkPort.Going;
import dev.peregrine.customers.internal.BulkPort.ListRefusals;
import dev.peregrine.customers.internal.BulkPort.Manner;
import dev.peregrine.customers.internal.BulkPort.Mark;
import dev.peregrine.customers.internal.BulkPort.Policy;
import dev.peregrine.customers.internal.BulkPort.Progress;
import dev.peregrine.customers.internal.BulkPort.Refusal;
import dev.peregrine.customers.internal.BulkPort.RefusalList;
import dev.peregrine.customers.internal.BulkPort.RefusalPlace;
import dev.peregrine.customers.internal.BulkPort.Resume;
import dev.peregrine.customers.internal.BulkPort.Resumed;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How imports stand in Postgres, and who is to go on with them.
public final class ImportProgressStore implements Store {

  /// Makes the store.
  public ImportProgressStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(ImportStatements.RESUME, ImportStatements.FIND, ImportStatements.REFUSALS);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(BulkPort.RESUME, (ask, call) -> resume(database, ask, call)),
                bus.answer(BulkPort.FIND, (ask, call) -> find(database, ask, call)),
                bus.answer(BulkPort.REFUSALS, (ask, call) -> refusals(database, ask, call))))
        .map(registered -> registered.list());
  }

  private static Future<Resumed> resume(Database database, Resume ask, Call call) {
    var parameters =
        Tuple.of(ask.importId(), ask.bytes()).addBuffer(Fingerprints.caller(ask.caller()));
    return database
        .execute(ImportStatements.RESUME, parameters, call)
        .map(rows ->
            rows.size() == 0
                ? new Resumed(Optional.empty(), false, Optional.empty())
                : resumed(rows.iterator().next()));
  }

  private static Resumed resumed(Row row) {
    var going =
        Optional.ofNullable(row.getInteger("next_sender"))
            .map(sender ->
                new Going(
                    sender, manner(row).orElseThrow(), texts(row, "columns"), row.getLong("kept")));
    return new Resumed(
        Optional.of(progress(row)), Boolean.TRUE.equals(row.getBoolean("own")), going);
  }

  private static List<String> texts(Row row, String column) {
    var texts = row.getArrayOfStrings(column);
    return texts == null ? List.of() : List.of(texts);
  }

  private static Future<FoundImport> find(Database database, FindImport ask, Call call) {
    return database
        .execute(ImportStatements.FIND, Tuple.of(ask.importId()), call)
        .map(rows ->
            new FoundImport(
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(progress(rows.iterator().next()))));
  }

  static Progress progress(Row row) {
    return new Progress(
        row.getUUID("id"),
        row.getString("state"),
        new ImportCounts(
            row.getLong("received"),
            row.getLong("imported"),
            row.getLong("updated"),
            row.getLong("skipped"),
            row.getLong("rejected")),
        row.getOffsetDateTime("started_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getBoolean("resumable")
            ? Optional.of(new Mark(row.getLong("settled_lines"), row.getLong("settled_bytes")))
            : Optional.empty(),
        manner(row));
  }

  private static Optional<Manner> manner(Row row) {
    return Optional.ofNullable(row.getString("format"))
        .map(format ->
            new Manner(
                format, Policy.valueOf(row.getString("on_duplicate").toUpperCase(Locale.ROOT))));
  }

  private static Future<RefusalList> refusals(Database database, ListRefusals ask, Call call) {
    var parameters = Tuple.of(ask.importId(), ask.after().line(), ask.after().place(), ask.limit());
    return database
        .execute(ImportStatements.REFUSALS, parameters, call)
        .map(rows -> {
          var refusals = new ArrayList<Refusal>(rows.size());
          var last = ask.after();
          for (var row : rows) {
            last = new RefusalPlace(row.getLong("line"), row.getInteger("place"));
            refusals.add(
                new Refusal(
                    last.line(),
                    row.getString("field"),
                    row.getString("code"),
                    row.getString("message")));
          }
          return new RefusalList(refusals, last);
        });
  }
}
