package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.BulkConfig;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerSummary;
import dev.peregrine.customers.internal.BulkPort.ExportRows;
import dev.peregrine.customers.internal.BulkPort.ExportedRows;
import dev.peregrine.customers.internal.BulkPort.FindImport;
import dev.peregrine.customers.internal.BulkPort.ListRefusals;
import dev.peregrine.customers.internal.BulkPort.RefusalList;
import dev.peregrine.customers.internal.BulkPort.RefusalPlace;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Many customers at once, in and out. The bounds are shared by all event loops.
public final class BulkRoutes {

  /// What an import takes and an export gives: JSON objects, one a line.
  public static final String NDJSON = "application/x-ndjson";

  /// What an import takes and an export gives: a table whose first line names the columns.
  public static final String CSV = "text/csv";

  private static final Set<String> FORMATS = Set.of("ndjson", "csv");

  /// A chunk of an export is coded on an event loop, which has no more time for it.
  private static final int EXPORTED_ROWS = 1_000;

  private final Bus bus;
  private final BulkConfig config;
  private final ImportIntake intake;
  private final Slots exports;

  /// Makes the endpoints.
  ///
  /// @param bus reaches the stores
  /// @param cache forgets who was changed
  /// @param config bounds
  /// @param running is told of those that run here
  public BulkRoutes(
      Bus bus, Cache<Long, Customer> cache, BulkConfig config, RunningImports running) {
    this.bus = bus;
    this.config = config;
    this.intake = new ImportIntake(bus, cache, config, running);
    this.exports = new Slots("export", config.exports());
  }

  /// Answers `POST /api/v1/customers/import`.
  ///
  /// @param request what is asked
  public Future<Answer> load(Request request) {
    return intake.load(request);
  }

  /// Answers `PATCH /api/v1/imports/{importId}`.
  ///
  /// @param request what is asked
  public Future<Answer> resume(Request request) {
    return intake.resume(request);
  }

  /// Answers `GET /api/v1/imports/{importId}`.
  ///
  /// @param request what is asked
  public Future<Answer> progress(Request request) {
    request.onlyQueries(Set.of());
    return bus.ask(BulkPort.FIND, new FindImport(ImportAnswers.id(request)), request.call())
        .map(answer ->
            answer.found().map(ImportAnswers::progress).orElseThrow(ImportAnswers::unknown));
  }

  /// Answers `GET /api/v1/imports/{importId}/events`.
  ///
  /// @param request what is asked
  /// @return a stream that ends with the import; 204 for who has seen its end, so that a browser
  ///   does not come back
  public Future<Answer> events(Request request) {
    request.onlyQueries(Set.of());
    var ask = new FindImport(ImportAnswers.id(request));
    var trace = request.requestId();
    var seen = request.header("Last-Event-ID").orElse("");
    return bus.ask(BulkPort.FIND, ask, request.call())
        .map(answer -> {
          var now = answer.found().orElseThrow(ImportAnswers::unknown);
          return ImportEvents.isLast(seen, now)
              ? Answer.noContent()
              : Answer.events(
                  new ImportEvents(() -> bus.ask(BulkPort.FIND, ask, call(trace)), now, seen));
        });
  }

  /// Answers `GET /api/v1/imports/{importId}/errors`.
  ///
  /// @param request what is asked
  public Future<Answer> refusals(Request request) {
    request.onlyQueries(Set.of());
    var id = ImportAnswers.id(request);
    var trace = request.requestId();
    return bus.ask(BulkPort.FIND, new FindImport(id), request.call())
        .map(answer -> {
          if (answer.found().isEmpty()) {
            throw ImportAnswers.unknown();
          }
          var chunks =
              new ChunkedAnswer<RefusalList>(
                  last -> refusals(id, last, trace),
                  chunk -> CustomerJson.refusalLines(chunk.refusals()));
          return Answer.stream(
              200, NDJSON, out -> exports.run(() -> chunks.write(Buffer.buffer(), out)));
        });
  }

  private Future<RefusalList> refusals(UUID id, Optional<RefusalList> last, String trace) {
    var after = last.map(RefusalList::last).orElse(new RefusalPlace(0, 0));
    if (last.isPresent() && last.get().refusals().size() < EXPORTED_ROWS) {
      return Future.succeededFuture(new RefusalList(List.of(), after));
    }
    return bus.ask(BulkPort.REFUSALS, new ListRefusals(id, after, EXPORTED_ROWS), call(trace));
  }

  /// Answers `GET /api/v1/customers/export`.
  ///
  /// @param request what is asked
  public Future<Answer> export(Request request) {
    request.onlyQueries(Set.of("format", "type", "q"));
    var csv = request.queryChoice("format", FORMATS, "ndjson").equals("csv");
    var filter = CustomerListRoutes.filter(request);
    var trace = request.requestId();
    var chunks =
        new ChunkedAnswer<ExportedRows>(
            last -> {
              var rows = last.map(ExportedRows::rows).orElse(List.of());
              if (last.isPresent() && rows.size() < EXPORTED_ROWS) {
                return Future.succeededFuture(new ExportedRows(List.of()));
              }
              var after = rows.isEmpty() ? 0 : rows.getLast().id();
              var ask = new ExportRows(filter, after, EXPORTED_ROWS);
              return bus.ask(BulkPort.EXPORT, ask, call(trace));
            },
            chunk -> csv ? csv(chunk.rows()) : CustomerJson.customerLines(chunk.rows()));
    var head = csv ? header() : Buffer.buffer();
    var name = csv ? "customers.csv" : "customers.ndjson";
    return Future.succeededFuture(
        Answer.stream(
                200,
                csv ? CSV + "; charset=utf-8; header=present" : NDJSON,
                out -> exports.run(() -> chunks.write(head, out)))
            .with("Content-Disposition", "attachment; filename=\"" + name + "\""));
  }

  private static Buffer header() {
    var columns = new ArrayList<>(List.of("id"));
    columns.addAll(ImportedLine.MEMBERS);
    columns.addAll(ImportedLine.UNREAD.subList(1, ImportedLine.UNREAD.size()));
    var text = new StringBuilder();
    CsvCells.write(text, columns);
    return Buffer.buffer(text.toString());
  }

  private static Buffer csv(List<CustomerSummary> rows) {
    var text = new StringBuilder();
    for (var row : rows) {
      CsvCells.write(
          text,
          List.of(
              Long.toString(row.id()),
              row.name(),
              row.email(),
              row.type().word(),
              row.createdAt().toString(),
              row.updatedAt().toString(),
              Long.toString(row.version())));
    }
    return Buffer.buffer(text.toString());
  }

  private Call call(String trace) {
    return Call.background(trace, config.chunkTimeout());
  }
}
