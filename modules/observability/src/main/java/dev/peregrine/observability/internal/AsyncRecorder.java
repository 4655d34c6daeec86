package dev.peregrine.observability.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/// Takes profiles with async-profiler: sees native and kernel code as well as Java, between
/// safepoints too.
///
/// There is one in a process, so a second recorder that starts meanwhile is refused by it.
public final class AsyncRecorder implements Recorder {

  /// No arguments of the JVM, no system properties, no list of libraries: secrets may be in them.
  private static final String START = "start,jfr,jfropts=7,event=";

  /// A machine may forbid the first, which is the one that sees the kernel; the last is everywhere.
  private static final List<Engine> CPU =
      List.of(
          new Engine("perf_events", "cpu-clock"),
          new Engine("ctimer", "ctimer"),
          new Engine("itimer", "itimer"));

  private final Supplier<Library> library;
  private final List<Engine> engines;

  /// The native library.
  @FunctionalInterface
  public interface Library {

    /// Carries out a command.
    ///
    /// @param command as async-profiler's manual writes it
    /// @return what it says
    /// @throws IOException if a file cannot be written
    /// @throws IllegalStateException if it cannot be done
    String execute(String command) throws IOException;
  }

  private record Engine(String name, String event) {}

  /// Makes a recorder of one event.
  ///
  /// @param library loads the library, or returns the one loaded
  /// @param event any but [ProfileEvent#JFR]
  AsyncRecorder(Supplier<Library> library, ProfileEvent event) {
    this.library = library;
    this.engines =
        event == ProfileEvent.CPU ? CPU : List.of(new Engine(event.word(), event.word()));
  }

  @Override
  public Means start(Path recording) throws IOException {
    var loaded = loaded();
    var refusals = new ArrayList<String>();
    for (var engine : engines) {
      try {
        var _ = loaded.execute(START + engine.event() + ",file=" + recording);
        return new Means(engine.name(), String.join("; ", refusals));
      } catch (IllegalStateException refused) {
        var why = Objects.requireNonNullElse(refused.getMessage(), "no reason given");
        if (why.toLowerCase(Locale.ROOT).contains("already")) {
          throw refused;
        }
        refusals.add("not by " + engine.name() + ": " + why);
      }
    }
    throw new UnsupportedOperationException(String.join("; ", refusals));
  }

  @Override
  public void stop() throws IOException {
    var _ = loaded().execute("stop");
  }

  private Library loaded() {
    try {
      return library.get();
    } catch (LinkageError | IllegalStateException thrown) {
      throw new UnsupportedOperationException(
          "The profiler's library does not load: "
              + Objects.requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName()),
          thrown);
    }
  }
}
