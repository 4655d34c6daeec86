package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.BulkConfig;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.internal.BulkPort.Begin;
import dev.peregrine.customers.internal.BulkPort.Chunk;
import dev.peregrine.customers.internal.BulkPort.GiveUp;
import dev.peregrine.customers.internal.BulkPort.GivenUp;
import dev.peregrine.customers.internal.BulkPort.Going;
import dev.peregrine.customers.internal.BulkPort.Mark;
import dev.peregrine.customers.internal.BulkPort.Merge;
import dev.peregrine.customers.internal.BulkPort.Policy;
import dev.peregrine.customers.internal.BulkPort.Progress;
import dev.peregrine.customers.internal.BulkPort.Refusal;
import dev.peregrine.customers.internal.BulkPort.Sent;
import dev.peregrine.customers.internal.BulkPort.Written;
import dev.peregrine.customers.internal.ImportWorkPort.HandOver;
import dev.peregrine.http.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/// Writes the chunks of one import in their order, and keeps its figures. Confined to one context.
///
/// A chunk may be sent while the one before it is being written: it waits for that in the database,
/// so that nothing is idle between them.
final class ImportWriter {

  static final int SHOWN_REFUSALS = 100;

  private static final Duration GIVE_UP_TIMEOUT = Duration.ofSeconds(2);

  private final Bus bus;
  private final ImportEvictions evictions;
  private final BulkConfig config;
  private final Order order;
  private final UUID id;
  private final List<Refusal> shown = new ArrayList<>();
  private ImportCounts counts = ImportCounts.NONE;
  private Future<Void> latest = Future.succeededFuture();
  private long settledLines;
  private long received;
  private long rejected;
  private long kept;
  private int sender = 1;

  /// How the client wants it.
  ///
  /// @param id of the import
  /// @param policy what to do with known addresses
  /// @param atomic whether all is written or nothing
  /// @param async whether the client is answered when all lines wait, and they are written after
  /// @param trace the request's id
  record Order(UUID id, Policy policy, boolean atomic, boolean async, String trace) {

    boolean waits() {
      return atomic || async;
    }
  }

  ImportWriter(Bus bus, Cache<Long, Customer> cache, BulkConfig config, Order order) {
    this.bus = bus;
    this.evictions = new ImportEvictions(bus, cache, config.chunkTimeout());
    this.config = config;
    this.order = order;
    this.id = order.id();
  }

  UUID id() {
    return id;
  }

  /// Begins.
  ///
  /// @param format of its lines, `ndjson` or `csv`
  /// @param caller whose it is
  /// @return false, if too many wait, or there is one with its id, unless that failed and nothing
  ///   is left of it
  Future<Boolean> begin(String format, String caller) {
    var waiting = order.async() ? config.waiting() : 0;
    var begin = new Begin(id, waiting, !order.waits(), format, order.policy(), caller);
    return bus.ask(BulkPort.BEGIN, begin, call(config.chunkTimeout()))
        .map(begun -> {
          begun.sender().ifPresent(mine -> sender = mine);
          return begun.sender().isPresent();
        });
  }

  /// Goes on where others stopped.
  ///
  /// @param before what became of the lines so far
  /// @param going in whose place
  /// @param refusals the first of them
  void goOn(Progress before, Going going, List<Refusal> refusals) {
    counts = before.counts();
    received = counts.received();
    rejected = counts.rejected();
    settledLines = before.settled().map(Mark::lines).orElse(0L);
    sender = going.sender();
    kept = going.kept();
    shown.addAll(refusals);
  }

  /// Returns how many chunks may be written at a time. Who looks for duplicates first must have
  /// seen what stands before.
  int atOnce() {
    return order.policy() == Policy.FAIL && !order.waits() ? 1 : 2;
  }

  /// Writes a chunk; fails when the import must end there.
  ///
  /// @param last whether no more lines come
  Future<Void> write(ImportGathering gathering, boolean last) {
    if (received + gathering.received() > mostLines()) {
      return Future.failedFuture(ImportAnswers.tooLong(id, mostLines()));
    }
    var chunk = chunk(gathering, last);
    var before = latest;
    var overtakes = !before.isComplete();
    // A chain of the composed futures themselves would hold all chunks that ever were.
    var turn = Promise.<Void>promise();
    latest = turn.future();
    return ask(chunk)
        .recover(thrown ->
            overtakes ? before.compose(written -> ask(chunk)) : Future.failedFuture(thrown))
        .compose(written -> before.compose(done -> settle(gathering, written)))
        .onComplete(turn);
  }

  private Chunk chunk(ImportGathering gathering, boolean last) {
    received += gathering.received();
    rejected += gathering.rejected();
    var doomed = order.atomic() && rejected > 0;
    var sent =
        new Sent(sender, OptionalLong.of(settledLines), gathering.mark(), gathering.columns());
    settledLines = gathering.mark().lines();
    return new Chunk(
        id,
        order.policy(),
        order.waits(),
        doomed ? List.of() : gathering.lines(),
        kept(gathering.refusals()),
        gathering.received(),
        gathering.rejected(),
        last && !order.waits() ? "done" : "running",
        sent);
  }

  private Future<Written> ask(Chunk chunk) {
    return bus.ask(BulkPort.WRITE, chunk, call(config.chunkTimeout()));
  }

  private Future<Void> settle(ImportGathering gathering, Written written) {
    if (written.duplicate().isPresent()) {
      var line = written.duplicate().getAsLong();
      return Future.failedFuture(ImportAnswers.duplicate(id, line, false));
    }
    count(gathering, written);
    return evictions.forget(written.changed(), order.trace());
  }

  private long mostLines() {
    var atOnce = order.atomic() ? config.atomicLines() : Long.MAX_VALUE;
    return order.async() ? Math.min(atOnce, config.waitingLines()) : atOnce;
  }

  /// Ends an import whose lines have all been taken.
  Future<Answer> finish() {
    if (order.atomic() && counts.rejected() > 0) {
      return Future.failedFuture(ImportAnswers.invalid(id, counts.rejected(), shown));
    }
    if (order.async()) {
      return handOver();
    }
    return order.atomic() ? merge() : Future.succeededFuture(ImportAnswers.done(id, counts, shown));
  }

  private Future<Answer> handOver() {
    var handOver = new HandOver(id, order.policy(), order.atomic());
    return bus.ask(ImportWorkPort.HAND_OVER, handOver, call(config.chunkTimeout()))
        .map(answer -> ImportAnswers.accepted(answer.found().orElseThrow(this::gone)));
  }

  private BusFailure gone() {
    return new BusFailure(FailureKind.UNAVAILABLE, "customers.import", "it was given up");
  }

  private Future<Answer> merge() {
    return bus.ask(BulkPort.MERGE, new Merge(id, order.policy()), call(config.mergeTimeout()))
        .compose(written -> {
          if (written.duplicate().isPresent()) {
            return refused(written.duplicate().getAsLong());
          }
          var updated = written.changed().size();
          var imported = written.imported();
          var received = counts.received();
          var all = new ImportCounts(received, imported, updated, received - imported - updated, 0);
          return evictions
              .forget(written.changed(), order.trace())
              .map(told -> ImportAnswers.done(id, all, List.of()));
        });
  }

  private Future<Answer> refused(long line) {
    return bus.ask(BulkPort.WRITE, Chunk.endedAt(id, line, sender), call(config.chunkTimeout()))
        .compose(noted -> Future.failedFuture(ImportAnswers.duplicate(id, line, true)));
  }

  /// Ends an import that cannot go on.
  ///
  /// @param thrown what keeps it from that
  /// @return fails, with what the client is told
  Future<Answer> giveUp(Throwable thrown) {
    var told = ImportAnswers.broken(order, thrown);
    // Whatever broke the import may have broken the next connection, too.
    return giveUp().recover(once -> giveUp()).transform(ended -> Future.failedFuture(told));
  }

  private Future<GivenUp> giveUp() {
    return bus.ask(BulkPort.GIVE_UP, new GiveUp(id, sender), call(GIVE_UP_TIMEOUT));
  }

  private void count(ImportGathering gathering, Written written) {
    var imported = written.imported();
    var updated = written.changed().size();
    var sound = gathering.received() - gathering.rejected();
    counts =
        new ImportCounts(
            counts.received() + gathering.received(),
            counts.imported() + imported,
            counts.updated() + updated,
            counts.skipped() + sound - imported - updated,
            counts.rejected() + gathering.rejected());
    gathering.refusals().stream()
        .limit(Math.max(0, SHOWN_REFUSALS - shown.size()))
        .forEach(shown::add);
  }

  private List<Refusal> kept(List<Refusal> refusals) {
    var some = refusals.stream().limit(Math.max(0, config.keptRefusals() - kept)).toList();
    kept += some.size();
    return some;
  }

  private Call call(Duration timeout) {
    return Call.background(order.trace(), timeout);
  }
}
