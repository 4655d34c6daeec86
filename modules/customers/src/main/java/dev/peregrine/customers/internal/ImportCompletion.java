package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.BulkConfig;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.internal.BulkPort.Chunk;
import dev.peregrine.customers.internal.BulkPort.GiveUp;
import dev.peregrine.customers.internal.BulkPort.Merge;
import dev.peregrine.customers.internal.ImportWorkPort.Claim;
import dev.peregrine.customers.internal.ImportWorkPort.Finish;
import dev.peregrine.customers.internal.ImportWorkPort.LetGo;
import dev.peregrine.customers.internal.ImportWorkPort.Sweep;
import dev.peregrine.customers.internal.ImportWorkPort.Swept;
import dev.peregrine.customers.internal.ImportWorkPort.Tend;
import dev.peregrine.customers.internal.ImportWorkPort.Work;
import dev.peregrine.customers.internal.ImportWorkPort.WriteNext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes on with imports whose clients were answered, one at a time on each node; and sees to it
/// that none of which nobody is at any more is said to run.
///
/// Lines wait in Postgres, so it does not matter which node goes on, nor how often one dies.
/// Confined to one context.
public final class ImportCompletion {

  private static final Logger LOG = LoggerFactory.getLogger(ImportCompletion.class);
  private static final String TRACE = "imports";
  private static final Duration TURN_TIMEOUT = Duration.ofSeconds(5);

  /// After so many that wrote nothing, an import is given up: it is not the server that is ill.
  private static final int MOST_ATTEMPTS = 10;

  /// What was handed over is its sender's no more.
  private static final int NO_SENDER = 0;

  private final Bus bus;
  private final BulkConfig config;
  private final ImportEvictions evictions;
  private final RunningImports running;
  private boolean stopped;
  private boolean failing;

  /// Makes it.
  ///
  /// @param bus reaches the store
  /// @param cache forgets who was changed
  /// @param config bounds
  /// @param running those whose lines arrive here
  public ImportCompletion(
      Bus bus, Cache<Long, Customer> cache, BulkConfig config, RunningImports running) {
    this.bus = bus;
    this.config = config;
    this.evictions = new ImportEvictions(bus, cache, config.chunkTimeout());
    this.running = running;
  }

  /// Says which imports are alive here, gives up those of which no node says so, and sweeps away
  /// what nobody needs any more.
  ///
  /// @return done when it is said and swept; never fails
  public Future<Void> tend() {
    return bus.ask(ImportWorkPort.TEND, new Tend(running.ids()), call(TURN_TIMEOUT))
        .onSuccess(tended -> {
          if (tended.givenUp() > 0) {
            LOG.warn("imports given up, since nobody is at them: {}", tended.givenUp());
          }
        })
        .compose(tended -> Steps.run(this::sweep))
        .otherwiseEmpty();
  }

  private Future<Boolean> sweep() {
    if (stopped) {
      return Future.succeededFuture(false);
    }
    var sweep = new Sweep(config.keptFor().toSeconds());
    return bus.ask(ImportWorkPort.SWEEP, sweep, call(TURN_TIMEOUT)).map(Swept::more);
  }

  /// Writes the imports that wait.
  ///
  /// @return done when none waits, or one cannot be written now; never fails
  public Future<Void> turn() {
    return Steps.run(this::next)
        .transform((done, thrown) -> {
          note(thrown);
          return Future.succeededFuture();
        });
  }

  /// Begins nothing more; what is being written is let go after its chunk, for another node.
  public void stop() {
    stopped = true;
  }

  /// Tells of the first turn that failed, not of those that fail after it.
  private void note(@Nullable Throwable thrown) {
    if (thrown != null && !failing) {
      LOG.warn("imports wait longer, and are tried again: {}", thrown.getMessage());
    }
    failing = thrown != null;
  }

  private Future<Boolean> next() {
    if (stopped) {
      return Future.succeededFuture(false);
    }
    return bus.ask(ImportWorkPort.CLAIM, new Claim(), call(TURN_TIMEOUT))
        .compose(claimed ->
            claimed.work().isEmpty()
                ? Future.succeededFuture(false)
                : carryOut(claimed.work().get()).map(true));
  }

  private Future<Void> carryOut(Work work) {
    if (work.attempts() > MOST_ATTEMPTS) {
      LOG.warn("import {} is given up after {} attempts", work.importId(), MOST_ATTEMPTS);
      return giveUp(work.importId());
    }
    return work.atomic() ? merge(work) : Steps.run(() -> writeNext(work));
  }

  /// If it fails because what waited was lost with the server, it ends here.
  private Future<Void> merge(Work work) {
    var merge = new Merge(work.importId(), work.policy());
    return bus.ask(BulkPort.MERGE, merge, call(config.mergeTimeout()))
        .compose(written ->
            written.duplicate().isPresent()
                ? endAt(work, written.duplicate().getAsLong())
                : evictions.forget(written.changed(), TRACE))
        .recover(thrown -> finish(work).transform(done -> Future.failedFuture(thrown)));
  }

  private Future<Boolean> writeNext(Work work) {
    if (stopped) {
      return bus.ask(ImportWorkPort.LET_GO, new LetGo(work.importId()), call(TURN_TIMEOUT))
          .map(false);
    }
    var ask = new WriteNext(work.importId(), work.policy(), config.chunkRows());
    return bus.ask(ImportWorkPort.WRITE_NEXT, ask, call(config.chunkTimeout()))
        .compose(written ->
            evictions
                .forget(written.changed(), TRACE)
                .compose(told -> {
                  if (written.duplicate().isPresent()) {
                    return endAt(work, written.duplicate().getAsLong()).map(false);
                  }
                  return written.taken() > 0
                      ? Future.succeededFuture(true)
                      : finish(work).map(false);
                }));
  }

  /// If somebody else is at it as well, they will end it.
  private Future<Void> finish(Work work) {
    return bus.ask(ImportWorkPort.FINISH, new Finish(work.importId()), call(config.chunkTimeout()))
        .mapEmpty();
  }

  private Future<Void> endAt(Work work, long line) {
    var note = Chunk.endedAt(work.importId(), line, NO_SENDER);
    return bus.ask(BulkPort.WRITE, note, call(config.chunkTimeout())).mapEmpty();
  }

  private Future<Void> giveUp(UUID id) {
    return bus.ask(BulkPort.GIVE_UP, new GiveUp(id, NO_SENDER), call(config.chunkTimeout()))
        .mapEmpty();
  }

  private static Call call(Duration timeout) {
    return Call.background(TRACE, timeout);
  }
}
