package dev.peregrine.customers;

import dev.peregrine.customers.internal.ImportCompletion;
import dev.peregrine.customers.internal.Turns;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;

/// Goes on with imports whose clients were answered already, and gives up those whose node has
/// died; one instance a node, and nodes share the work.
public final class ImportVerticle extends VerticleBase {

  private static final Duration BETWEEN_TURNS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final ImportCompletion completion;
  private List<Turns> turns = List.of();

  ImportVerticle(ImportCompletion completion) {
    this.completion = completion;
  }

  @Override
  public Future<?> start() {
    turns =
        List.of(
            new Turns(vertx, BETWEEN_TURNS, completion::turn),
            new Turns(vertx, BETWEEN_LOOKS, completion::tend));
    turns.forEach(Turns::start);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    completion.stop();
    return Future.join(turns.stream().map(one -> one.stop(LONGEST_STOP)).toList());
  }
}
