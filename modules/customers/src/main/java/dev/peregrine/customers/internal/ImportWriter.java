package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.BulkConfig;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.internal.BulkPort.Begin;
import dev.peregrine.customers.internal.BulkPort.Chunk;
import dev.peregrine.customers.internal.BulkPort.GiveUp;
import dev.peregrine.customers.internal.BulkPort.Merge;
import dev.peregrine.customers.internal.BulkPort.Policy;
import dev.peregrine.customers.internal.BulkPort.Refusal;
import dev.peregrine.customers.internal.BulkPort.Written;
import dev.peregrine.http.Answer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Writes the chunks of one import one after the other, and keeps its figures. Confined to one
/// context.
final class ImportWriter {

  private static final int SHOWN_REFUSALS = 100;

  /// Keys that the cache is told of at once; its link to Redis bears a few thousand commands.
  private static final int EVICTIONS = 64;

  private static final Duration GIVE_UP_TIMEOUT = Duration.ofSeconds(2);

  private final Bus bus;
  private final Cache<Long, Customer> cache;
  private final BulkConfig config;
  private final Order order;
  private final UUID id = UUID.randomUUID();
  private final List<Refusal> shown = new ArrayList<>();
  private ImportCounts counts = ImportCounts.NONE;
  private long kept;

  /// How the client wants it.
  ///
  /// @param policy what to do with known addresses
  /// @param atomic whether all is written or nothing
  /// @param trace the request's id
  record Order(Policy policy, boolean atomic, String trace) {}

  ImportWriter(Bus bus, Cache<Long, Customer> cache, BulkConfig config, Order order) {
    this.bus = bus;
    this.cache = cache;
    this.config = config;
    this.order = order;
  }

  Future<Void> begin() {
    var begin = new Begin(id, config.keptFor().toSeconds());
    return bus.ask(BulkPort.BEGIN, begin, call(config.chunkTimeout())).mapEmpty();
  }

  /// Writes a chunk; fails when the import must end there.
  ///
  /// @param last whether no more lines come
  Future<Void> write(ImportGathering gathering, boolean last) {
    if (order.atomic() && counts.received() + gathering.received() > config.atomicLines()) {
      return Future.failedFuture(ImportAnswers.tooLong(id, config.atomicLines()));
    }
    var rejectedBefore = counts.rejected();
    var doomed = order.atomic() && rejectedBefore + gathering.rejected() > 0;
    var chunk =
        new Chunk(
            id,
            order.policy(),
            order.atomic(),
            doomed ? List.of() : gathering.lines(),
            kept(gathering.refusals()),
            gathering.received(),
            gathering.rejected(),
            last && !order.atomic() ? "done" : "running");
    return bus.ask(BulkPort.WRITE, chunk, call(config.chunkTimeout()))
        .compose(written -> {
          if (written.duplicate().isPresent()) {
            var line = written.duplicate().getAsLong();
            return Future.failedFuture(ImportAnswers.duplicate(id, line, false));
          }
          count(gathering, written);
          return forget(written.changed(), 0);
        });
  }

  /// Ends an import whose lines have all been taken.
  Future<Answer> finish() {
    if (!order.atomic()) {
      return Future.succeededFuture(ImportAnswers.done(id, counts, shown));
    }
    if (counts.rejected() > 0) {
      return Future.failedFuture(ImportAnswers.invalid(id, counts.rejected(), shown));
    }
    return bus.ask(BulkPort.MERGE, new Merge(id, order.policy()), call(config.mergeTimeout()))
        .compose(written -> {
          if (written.duplicate().isPresent()) {
            return refused(written.duplicate().getAsLong());
          }
          var updated = written.changed().size();
          var imported = written.imported();
          var received = counts.received();
          var all = new ImportCounts(received, imported, updated, received - imported - updated, 0);
          return forget(written.changed(), 0).map(told -> ImportAnswers.done(id, all, List.of()));
        });
  }

  private Future<Answer> refused(long line) {
    var note =
        new Chunk(
            id,
            order.policy(),
            true,
            List.of(),
            List.of(ImportAnswers.taken(line)),
            0,
            1,
            "running");
    return bus.ask(BulkPort.WRITE, note, call(config.chunkTimeout()))
        .compose(noted -> Future.failedFuture(ImportAnswers.duplicate(id, line, true)));
  }

  /// Ends an import that cannot go on.
  ///
  /// @param thrown what keeps it from that
  /// @return fails, with what the client is told
  Future<Answer> giveUp(Throwable thrown) {
    var told = ImportAnswers.broken(id, order.atomic(), thrown);
    return bus.ask(BulkPort.GIVE_UP, new GiveUp(id), call(GIVE_UP_TIMEOUT))
        .transform(ended -> Future.failedFuture(told));
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
    gathering.refusals().stream().limit(SHOWN_REFUSALS - shown.size()).forEach(shown::add);
  }

  private List<Refusal> kept(List<Refusal> refusals) {
    var some = refusals.stream().limit(config.keptRefusals() - kept).toList();
    kept += some.size();
    return some;
  }

  /// The changes are committed, so the import goes on even if the cache cannot be told in time.
  private Future<Void> forget(List<Long> changed, int from) {
    if (from >= changed.size()) {
      return Future.succeededFuture();
    }
    var to = Math.min(changed.size(), from + EVICTIONS);
    var call = call(config.chunkTimeout());
    var some = changed.subList(from, to).stream().map(key -> cache.evict(key, call)).toList();
    return Future.join(some).transform(told -> forget(changed, to));
  }

  private Call call(Duration timeout) {
    return Call.background(order.trace(), timeout);
  }
}
