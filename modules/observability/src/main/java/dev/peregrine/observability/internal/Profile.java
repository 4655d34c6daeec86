package dev.peregrine.observability.internal;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// A profile of this process: what was asked for, how it is taken, and how far it is.
///
/// @param id counts from 1 at each start of the process
/// @param event what it looks at
/// @param seconds how long it was to take
/// @param means how it is taken
/// @param began when
/// @param stage how far it is
public record Profile(
    long id, ProfileEvent event, int seconds, Recorder.Means means, Began began, Stage stage) {

  /// The moment of a start, for people and for reckoning.
  ///
  /// @param at for people
  /// @param nanos for reckoning, of [System#nanoTime]
  record Began(Instant at, long nanos) {

    static Began now() {
      return new Began(Instant.now(), System.nanoTime());
    }

    long elapsedMs() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
  }

  /// How far a profile is.
  public sealed interface Stage {}

  /// It is being taken, or its graph drawn.
  public record Running() implements Stage {}

  /// It can be fetched.
  ///
  /// @param recording a file of JFR
  /// @param graph a page
  /// @param policy what the page may do
  /// @param elapsedMs how long it took
  /// @param cut whether it was ended early, since the recording grew too large
  public record Done(Part recording, Part graph, String policy, long elapsedMs, boolean cut)
      implements Stage {}

  /// It came to nothing.
  ///
  /// @param cause why; safe to show
  public record Failed(String cause) implements Stage {}

  /// A file of a profile.
  ///
  /// @param file which
  /// @param bytes how long it is
  public record Part(Path file, long bytes) {}

  Profile at(Stage next) {
    return new Profile(id, event, seconds, means, began, next);
  }

  long remainingMs() {
    return Math.max(0, TimeUnit.SECONDS.toMillis(seconds) - began.elapsedMs());
  }

  long bytes() {
    return stage instanceof Done done ? done.recording().bytes() + done.graph().bytes() : 0;
  }

  /// Returns it as operators see it.
  public JsonObject toJson() {
    var json =
        new JsonObject()
            .put("id", id)
            .put("event", event.word())
            .put("engine", means.engine())
            .put("seconds", seconds)
            .put("startedAt", began.at().toString());
    if (!means.note().isEmpty()) {
      json.put("note", means.note());
    }
    return switch (stage) {
      case Running() -> json.put("state", "running").put("elapsedMs", began.elapsedMs());
      case Failed(var cause) -> json.put("state", "failed").put("cause", cause);
      case Done done ->
          json.put("state", "done")
              .put("elapsedMs", done.elapsedMs())
              .put("recordingBytes", done.recording().bytes())
              .put("graphBytes", done.graph().bytes())
              .put("cut", done.cut());
    };
  }
}
