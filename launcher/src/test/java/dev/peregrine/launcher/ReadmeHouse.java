package dev.peregrine.launcher;

import dev.peregrine.launcher.internal.cli.RunRequest;
import dev.peregrine.launcher.internal.cli.StopSignal;
import dev.peregrine.launcher.internal.config.ConfigLoader;
import dev.peregrine.launcher.internal.config.Sources;
import dev.peregrine.launcher.internal.house.Peregrine;
import dev.peregrine.launcher.internal.house.PeregrineConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The service as `run` starts it, with the defaults of its file, on free ports and with data of
/// its own; it waits longer for Redis and the gateway, as a starved machine needs.
final class ReadmeHouse implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StopSignal stop = new StopSignal();
  private final StringWriter said = new StringWriter();
  private final CompletableFuture<Void> run;

  private ReadmeHouse(Path home) {
    var sources =
        Sources.none()
            .withFile(Path.of("../conf/peregrine.yaml"))
            .with(new Sources.Assignment("http.port", "0", "the test"))
            .with(new Sources.Assignment("ops.port", "0", "the test"))
            .with(new Sources.Assignment("redis.timeout", "1s", "the test"))
            .with(new Sources.Assignment("payments.timeout", "8s", "the test"));
    var configuration = ConfigLoader.load(PeregrineConfig.defaults(), sources);
    run =
        CompletableFuture.runAsync(
            () -> {
              try {
                new Peregrine(home)
                    .run(new RunRequest<>(configuration, 0, stop, new PrintWriter(said, true)));
              } catch (Exception thrown) {
                throw new IllegalStateException("the service did not run", thrown);
              }
            },
            command -> new Thread(command, "readme-tour").start());
  }

  /// Starts it, and waits until it says that it is ready.
  static ReadmeHouse in(Path home) {
    var house = new ReadmeHouse(home);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> house.run.isDone() || house.said.toString().contains("stop "));
    if (house.run.isDone()) {
      house.run.join();
    }
    return house;
  }

  /// Returns where it listens, as it told.
  String api() {
    return told("API");
  }

  /// Returns where operators are served, as it told.
  String ops() {
    return told("ops");
  }

  private String told(String what) {
    var line = Pattern.compile("(?m)^ *" + what + " +http://([^/]+)/").matcher(said.toString());
    if (!line.find()) {
      throw new AssertionError("no " + what + " in\n" + said);
    }
    return line.group(1);
  }

  @Override
  public void close() {
    stop.request();
    run.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
