package dev.peregrine.perf;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No buffer is lost: Netty follows every single one, which costs the service most of its speed.
class LeakIT {

  private static final String PARANOID = "-Dio.netty.leakDetection.level=paranoid";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @TempDir Path directory;

  @Test
  void no_buffer_leaks_under_load() throws Exception {
    var most = new AtomicLong();
    try (var home = ServiceHome.in(directory);
        var service = ServiceProcess.start(home, PARANOID)) {
      assertThat(service.flags()).contains(PARANOID);
      var load = new LoadDriver(LoadPlan.on(service.api()));

      var prepared = Scenario.watched(service, load.prepare(), most);
      var run = Scenario.watched(service, load.run(Duration.ofSeconds(15), PAUSE), most);
      // What was lost is told when it has been collected and the next buffer is asked for.
      var _ = Idle.of(service);
      var last = Scenario.watched(service, load.run(Duration.ofSeconds(2), PAUSE), most);
      await(load.close());
      var _ = service.stop();

      assertThat(run.answers()).isGreaterThan(500);
      assertThat(prepared.faults()).isEmpty();
      assertThat(run.faults()).isEmpty();
      assertThat(last.faults()).isEmpty();
      assertThat(ServiceProcess.complaints(service.output())).isEmpty();
    }
  }
}
