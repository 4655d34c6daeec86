package dev.peregrine.perf.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.perf.internal.SafepointLog.Stops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {

  private static final String STOP =
      "Safepoint \"G1CollectForAllocation\", Time since last: 352285792 ns, Reaching safepoint: 12"
          + " ns, At safepoint: 40 ns, Leaving safepoint: 1 ns, Total: %d ns, Threads: 0 runnable,"
          + " 10 total\n";

  @Test
  void the_middle_one_stands_between_the_extremes() {
    assertThat(Sample.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Sample(1, 2, 3));
    assertThat(Sample.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5, within(1e-9));
    assertThat(Sample.of(List.of(0.914, 0.85, 1.036)).ratio()).isEqualTo("**0.91×** (0.85–1.04)");
  }

  @Test
  void stops_are_counted_once(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("log"), STOP.formatted(9_000_000));
    var log = new SafepointLog(file);
    Files.writeString(file, STOP.formatted(2_000_000) + STOP.formatted(1_500_000));

    assertThat(log.look()).isEqualTo(new Stops(3.5, 2));
    assertThat(log.look()).isEqualTo(new Stops(0, 0));

    Files.writeString(file, STOP.formatted(500_000), StandardOpenOption.APPEND);
    assertThat(log.look()).isEqualTo(new Stops(0.5, 0.5));
  }
}
