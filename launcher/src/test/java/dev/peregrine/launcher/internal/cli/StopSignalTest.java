package dev.peregrine.launcher.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopSignalTest {

  private static final int STOPPED_BY_SIGTERM = 128 + 15;

  /// The process under test: it says when it runs, waits to be stopped, and says that it has.
  static final class Waiting implements Application<Waiting.Config> {

    record Config(int number) {}

    public static void main(String... arguments) {
      System.exit(Cli.run(new Waiting(), arguments));
    }

    @Override
    public Config defaults() {
      return new Config(1);
    }

    @Override
    public URI service(Config config) {
      throw new LinkageError("nobody asks");
    }

    @Override
    public URI operators(Config config) {
      throw new LinkageError("nobody asks");
    }

    @Override
    public void run(RunRequest<Config> request) throws InterruptedException {
      request.out().println("running");
      request.stop().await();
      request.out().println("drained");
    }

    @Override
    public void cluster(ClusterRequest<Config> request) {
      throw new UnsupportedOperationException("not under test");
    }

    @Override
    public void seed(SeedRequest<Config> request) {
      throw new LinkageError("broken on purpose");
    }
  }

  @Test
  void a_process_that_is_asked_to_stop_drains_first() throws Exception {
    var process = start("run");
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("running");

      // Not process.destroy(): that closes the pipe that is read below.
      assertThat(process.toHandle().destroy()).isTrue();

      assertThat(lines.readLine()).isEqualTo("drained");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(STOPPED_BY_SIGTERM);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void an_error_ends_the_process_too() throws Exception {
    var process = start("seed", "1");
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("peregrine: a fault: broken on purpose");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ExitCode.SOFTWARE);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Waiting.class.getName());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("PEREGRINE_"));
    return builder.redirectErrorStream(true).start();
  }
}
