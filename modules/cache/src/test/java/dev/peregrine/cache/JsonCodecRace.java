package dev.peregrine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// One codec on several threads, from its first use on.
class JsonCodecRace {

  private static final int THREADS = 8;
  private static final int ROUNDS = 50;
  private static final int VALUES = 100;

  private record Line(long id, String text, List<Line> more, Map<String, Optional<Double>> by) {}

  @Test
  void each_thread_gets_what_it_wrote() throws Exception {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var round = 0; round < ROUNDS; round++) {
        var codec = JsonCodec.of(Line.class);
        var together = new CyclicBarrier(THREADS);
        var tasks = new ArrayList<Callable<Boolean>>();
        for (var thread = 0; thread < THREADS; thread++) {
          var first = (long) VALUES * thread;
          tasks.add(() -> {
            together.await(1, TimeUnit.MINUTES);
            return comeBack(codec, first);
          });
        }

        for (var done : threads.invokeAll(tasks, 1, TimeUnit.MINUTES)) {
          assertThat(done.get()).as("round %s", round).isTrue();
        }
      }
    }
  }

  private static boolean comeBack(JsonCodec<Line> codec, long first) {
    var written = new ArrayList<Buffer>();
    for (var id = first; id < first + VALUES; id++) {
      written.add(codec.encode(line(id)));
    }
    for (var id = first; id < first + VALUES; id++) {
      if (!codec.decode(written.get((int) (id - first))).equals(line(id))) {
        return false;
      }
    }
    return true;
  }

  private static Line line(long id) {
    var inner = new Line(-id, "größe 🦅 " + id, List.of(), Map.of("k" + id, Optional.of(id / 3.0)));
    return new Line(id, "t".repeat((int) (id % 300)), List.of(inner, inner), Map.of());
  }
}
