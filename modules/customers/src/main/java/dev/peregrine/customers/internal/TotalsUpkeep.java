package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.customers.internal.StorePort.CutMark;
import dev.peregrine.customers.internal.StorePort.FoldMoves;
import dev.peregrine.customers.internal.StorePort.TidyMoves;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries over who came to and left the lists, so that a total and a far page read little.
///
/// Confined to one context.
public final class TotalsUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(TotalsUpkeep.class);

  /// A far page reads all marks, and on average three quarters of what one may hold.
  private static final int MARK_SIZE = 2_000;

  private static final int MOST = 10_000;
  private static final int LEAST_MOVES = 100;
  private static final int AT_ONCE = 20;
  private static final int TIDY_FROM = 10_000;
  private static final Duration TURN_TIMEOUT = Duration.ofSeconds(30);

  private final Bus bus;
  private final Portion moves = new Portion(LEAST_MOVES, MOST);
  private final Portion customers = new Portion(2 * MARK_SIZE, MOST);
  private int untidy;
  private boolean failing;

  /// Makes it.
  ///
  /// @param bus reaches the store
  public TotalsUpkeep(Bus bus) {
    this.bus = bus;
  }

  /// Carries over what there is, and then cuts marks, a bounded part at a time.
  ///
  /// @return done when it was tried; never fails
  public Future<Void> turn() {
    var call = Call.background("totals", TURN_TIMEOUT);
    return fold(AT_ONCE, call)
        .compose(folded -> untidy < TIDY_FROM ? Future.succeededFuture() : tidy(call))
        .compose(tidied -> cut(AT_ONCE, call))
        .transform((done, thrown) -> {
          note(thrown);
          return Future.succeededFuture();
        });
  }

  private Future<Void> fold(int left, Call call) {
    return moves
        .ask(most ->
            bus.ask(StorePort.FOLD, new FoldMoves(most), call)
                .map(folded -> {
                  untidy += folded.moves();
                  return folded.moves() == most;
                }))
        .compose(isMore -> isMore && left > 1 ? fold(left - 1, call) : Future.succeededFuture());
  }

  /// Does nothing while very many moves wait, each of which a cut has to look at.
  private Future<Void> cut(int left, Call call) {
    return customers
        .ask(most -> bus.ask(StorePort.CUT, new CutMark(most, MARK_SIZE), call))
        .compose(done -> done.cut() && left > 1 ? cut(left - 1, call) : Future.succeededFuture());
  }

  /// What was carried over still lies in the way of who reads what was not, until it is swept.
  private Future<Void> tidy(Call call) {
    untidy = 0;
    return bus.ask(StorePort.TIDY, new TidyMoves(), call).mapEmpty();
  }

  /// Tells of the first turn that failed, not of those that fail after it.
  private void note(@Nullable Throwable thrown) {
    if (thrown != null && !failing) {
      LOG.warn(
          "totals and far pages of lists cost more, and are tried again: {}", thrown.getMessage());
    }
    failing = thrown != null;
  }
}
