package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.BulkConfig;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.internal.BulkPort.FindImport;
import dev.peregrine.customers.internal.BulkPort.Going;
import dev.peregrine.customers.internal.BulkPort.ListRefusals;
import dev.peregrine.customers.internal.BulkPort.Manner;
import dev.peregrine.customers.internal.BulkPort.Mark;
import dev.peregrine.customers.internal.BulkPort.Policy;
import dev.peregrine.customers.internal.BulkPort.Progress;
import dev.peregrine.customers.internal.BulkPort.RefusalList;
import dev.peregrine.customers.internal.BulkPort.RefusalPlace;
import dev.peregrine.customers.internal.BulkPort.Resume;
import dev.peregrine.customers.internal.BulkPort.Resumed;
import dev.peregrine.customers.internal.ImportWriter.Order;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Takes imports in, from their beginning or from where one broke off; so many at once on this
/// node. Safe on any thread.
final class ImportIntake {

  private static final Set<String> TRUTHS = Set.of("true", "false");
  private static final Set<String> POLICIES = Set.of("skip", "update", "fail");
  private static final String CSV_FORMAT = "csv";
  private static final String NDJSON_FORMAT = "ndjson";

  private final Bus bus;
  private final Cache<Long, Customer> cache;
  private final BulkConfig config;
  private final RunningImports running;
  private final Slots slots;

  ImportIntake(Bus bus, Cache<Long, Customer> cache, BulkConfig config, RunningImports running) {
    this.bus = bus;
    this.cache = cache;
    this.config = config;
    this.running = running;
    this.slots = new Slots("import", config.imports());
  }

  /// Takes one in from its beginning.
  Future<Answer> load(Request request) {
    request.onlyQueries(Set.of("onDuplicate", "atomic"));
    var policy = request.queryChoice("onDuplicate", POLICIES, "skip");
    var atomic = request.queryChoice("atomic", TRUTHS, "false");
    refuseCoding(request);
    var key = RequestKeys.of(request);
    var order =
        new Order(
            key.map(Fingerprints::importId).orElseGet(UUID::randomUUID),
            Policy.valueOf(policy.toUpperCase(Locale.ROOT)),
            Boolean.parseBoolean(atomic),
            Preferences.respondAsync(request.header("Prefer")),
            request.requestId());
    return slots.run(() -> begin(request, order));
  }

  private Future<Answer> begin(Request request, Order order) {
    var id = order.id();
    var format = request.bodyType().equals(BulkRoutes.CSV) ? CSV_FORMAT : NDJSON_FORMAT;
    var writer = new ImportWriter(bus, cache, config, order);
    ImportAnswers.name(request, id);
    return writer
        .begin(format, request.caller().subject())
        .recover(thrown -> Future.failedFuture(ImportAnswers.broken(order, thrown)))
        .compose(begun ->
            begun
                ? run(request, writer, new ImportRun(writer, reader(format), config, Mark.START))
                : earlier(request, order, format));
  }

  /// Answers who sends an import again under its key, or who has come when too many wait.
  private Future<Answer> earlier(Request request, Order order, String format) {
    return bus.ask(BulkPort.FIND, new FindImport(order.id()), request.call())
        .compose(answer -> {
          var found = answer.found().orElseThrow(() -> Slots.full("import"));
          if (!found.manner().equals(Optional.of(new Manner(format, order.policy())))) {
            throw RequestKeys.reused();
          }
          return switch (found.state()) {
            case "done" -> again(request, found);
            case "running" -> throw ImportAnswers.begun(found);
            default ->
                throw mayBeginAgain(found) ? Slots.full("import") : ImportAnswers.brokenOff(found);
          };
        });
  }

  /// Tells whether an import could have begun again, if there were room for one more to wait.
  private static boolean mayBeginAgain(Progress failed) {
    var counts = failed.counts();
    return failed.settled().isEmpty() && counts.imported() + counts.updated() == 0;
  }

  private Future<Answer> again(Request request, Progress done) {
    return refusals(request, done)
        .map(first ->
            RequestKeys.replayed(ImportAnswers.done(done.id(), done.counts(), first.refusals())));
  }

  /// Goes on with one from where its lines are settled, in place of whoever is at it.
  Future<Answer> resume(Request request) {
    request.onlyQueries(Set.of());
    refuseCoding(request);
    var id = ImportAnswers.id(request);
    var ask = new Resume(id, UploadHeaders.offset(request), request.caller().subject());
    ImportAnswers.name(request, id);
    return bus.ask(BulkPort.RESUME, ask, request.call()).compose(resumed -> goOn(request, resumed));
  }

  private Future<Answer> goOn(Request request, Resumed resumed) {
    var found = resumed.found().orElseThrow(ImportAnswers::unknown);
    if (!resumed.own()) {
      throw ImportAnswers.anothers();
    }
    var going = resumed.going().orElseThrow(() -> ImportAnswers.elsewhere(found));
    return running
        .end(found.id())
        .compose(ended -> refusals(request, found))
        .compose(first -> slots.run(() -> goOn(request, found, going, first.refusals())));
  }

  private Future<Answer> goOn(
      Request request, Progress found, Going going, List<BulkPort.Refusal> refusals) {
    var order = new Order(found.id(), going.manner().policy(), false, false, request.requestId());
    var writer = new ImportWriter(bus, cache, config, order);
    writer.goOn(found, going, refusals);
    var reader =
        going.manner().format().equals(CSV_FORMAT)
            ? new CsvReader(going.columns())
            : new NdjsonReader();
    return run(
        request, writer, new ImportRun(writer, reader, config, found.settled().orElse(Mark.START)));
  }

  private Future<Answer> run(Request request, ImportWriter writer, ImportRun run) {
    var context = Objects.requireNonNull(Vertx.currentContext(), "not on a context");
    var over = run.of(request.bodyStream());
    Runnable cut =
        () -> context.runOnContext(hopped -> run.breakOff(ImportAnswers.takenOver(writer.id())));
    running.add(writer.id(), cut, over);
    return over;
  }

  /// The first refusals of an import, as many as its report shows.
  private Future<RefusalList> refusals(Request request, Progress of) {
    if (of.counts().rejected() == 0) {
      return Future.succeededFuture(new RefusalList(List.of(), new RefusalPlace(0, 0)));
    }
    var ask = new ListRefusals(of.id(), new RefusalPlace(0, 0), ImportWriter.SHOWN_REFUSALS);
    return bus.ask(BulkPort.REFUSALS, ask, request.call());
  }

  private static LineReader reader(String format) {
    return format.equals(CSV_FORMAT) ? new CsvReader(List.of()) : new NdjsonReader();
  }

  private static void refuseCoding(Request request) {
    if (request
        .header("content-encoding")
        .filter(coding -> !coding.equals("identity"))
        .isPresent()) {
      throw new Rejection(
          Problem.of(
              415,
              "unsupported-media-type",
              "The media type is not taken",
              "The body must not be coded; send it without Content-Encoding."));
    }
  }
}
