package dev.peregrine.observability.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/// Takes recordings with the JVM's own recorder, in its setting for profiles.
final class JfrRecorder implements Recorder {

  /// They hold variables, properties and command lines, of other processes too: secrets may be in
  /// them.
  private static final List<String> SECRETS =
      List.of(
          "jdk.InitialEnvironmentVariable",
          "jdk.InitialSystemProperty",
          "jdk.JVMInformation",
          "jdk.ProcessStart",
          "jdk.SystemProcess");

  /// Ends the recording when nobody else does.
  private static final Duration LONGEST = Duration.ofSeconds(2L * Profiler.MOST_SECONDS);

  private final long mostBytes;
  private @Nullable Recording running;
  private @Nullable Path file;

  /// Makes a recorder.
  ///
  /// @param mostBytes what is older than the last so many bytes is left out, about
  JfrRecorder(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public Means start(Path recording) throws IOException {
    if (!FlightRecorder.isAvailable()) {
      throw new UnsupportedOperationException("This JVM has no recorder.");
    }
    var starting = recorder();
    try {
      SECRETS.forEach(event -> starting.disable(event));
      starting.setMaxSize(mostBytes);
      starting.setDuration(LONGEST);
      starting.start();
    } catch (RuntimeException thrown) {
      starting.close();
      throw thrown;
    }
    running = starting;
    file = recording;
    return new Means("jfr", "");
  }

  @Override
  public void stop() throws IOException {
    try (var stopping = Objects.requireNonNull(running, "not started")) {
      stopping.stop();
      stopping.dump(Objects.requireNonNull(file, "not started"));
    }
  }

  private static Recording recorder() throws IOException {
    try {
      return new Recording(Configuration.getConfiguration("profile"));
    } catch (ParseException thrown) {
      throw new UnsupportedOperationException("This JVM's settings cannot be read.", thrown);
    }
  }
}
