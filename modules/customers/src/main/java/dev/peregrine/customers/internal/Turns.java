package dev.peregrine.customers.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Does something again and again, with a pause after each time. Confined to one context.
public final class Turns {

  private final Vertx vertx;
  private final Duration pause;
  private final Supplier<Future<Void>> turn;
  private Future<Void> running = Future.succeededFuture();
  private boolean stopped;
  private long timer;

  /// Makes it.
  ///
  /// @param vertx for the timer
  /// @param pause from the end of a turn to the next
  /// @param turn what is done; never fails
  public Turns(Vertx vertx, Duration pause, Supplier<Future<Void>> turn) {
    this.vertx = vertx;
    this.pause = pause;
    this.turn = turn;
  }

  /// Starts, with a pause.
  public void start() {
    timer =
        vertx.setTimer(
            pause.toMillis(),
            fired ->
                running =
                    turn.get()
                        .onComplete(done -> {
                          if (!stopped) {
                            start();
                          }
                        }));
  }

  /// Starts no more turns.
  ///
  /// @param atMost longest wait for the one under way
  /// @return done when it has ended, or the time is over
  public Future<Void> stop(Duration atMost) {
    stopped = true;
    vertx.cancelTimer(timer);
    return running.timeout(atMost.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
  }
}
