package dev.peregrine.customers;

import dev.peregrine.bus.Bus;
import dev.peregrine.customers.internal.TotalsUpkeep;
import dev.peregrine.customers.internal.Turns;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps the totals of lists and their far pages cheap; one instance a node, and one node at a time
/// does it. Both are exact without it.
public final class TotalsVerticle extends VerticleBase {

  private static final Duration BETWEEN_TURNS = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final TotalsUpkeep upkeep;
  private @Nullable Turns turns;

  TotalsVerticle(Bus bus) {
    this.upkeep = new TotalsUpkeep(bus);
  }

  @Override
  public Future<?> start() {
    var made = new Turns(vertx, BETWEEN_TURNS, upkeep::turn);
    turns = made;
    made.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return turns == null ? Future.succeededFuture() : turns.stop(LONGEST_STOP);
  }
}
