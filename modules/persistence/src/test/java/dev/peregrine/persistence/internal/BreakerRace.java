package dev.peregrine.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.testkit.TestVertx;
import java.net.URI;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Connections that break with statements of several threads on them.
class BreakerRace {

  private static final int THREADS = 2;
  private static final int BREAKERS = 1_000;
  private static final ServerAddress NOBODY =
      ServerAddress.of("primary", URI.create("postgresql://nobody:none@127.0.0.1:1/none"));

  @Test
  void what_is_lost_together_is_one_loss_whoever_hears_of_it() throws Exception {
    try (var vertx = TestVertx.create();
        var threads = Executors.newFixedThreadPool(THREADS)) {
      var breakers = IntStream.range(0, BREAKERS).mapToObj(n -> oneLossBefore(vertx)).toList();
      var begun = System.nanoTime();
      var arrived = new AtomicInteger();
      Callable<Void> losses =
          () -> {
            for (var n = 0; n < BREAKERS; n++) {
              meet(arrived, THREADS * (n + 1));
              breakers.get(n).lost(begun);
            }
            return null;
          };

      for (var done : threads.invokeAll(Collections.nCopies(THREADS, losses))) {
        done.get();
      }

      assertThat(breakers).filteredOn(Breaker::isOpen).isEmpty();
      breakers.forEach(Breaker::close);
    }
  }

  /// Closer together than threads leave a barrier.
  private static void meet(AtomicInteger arrived, int all) {
    arrived.incrementAndGet();
    while (arrived.get() < all) {
      Thread.onSpinWait();
    }
  }

  /// With the next loss it is one short of being open.
  private static Breaker oneLossBefore(TestVertx vertx) {
    var breaker = new Breaker(vertx.vertx(), NOBODY);
    breaker.lost(System.nanoTime());
    return breaker;
  }
}
