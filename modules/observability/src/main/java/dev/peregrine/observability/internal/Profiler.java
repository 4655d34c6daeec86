package dev.peregrine.observability.internal;

import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes profiles of this process, one at a time, and keeps the last ones in files.
///
/// Safe on any thread. All work is done by one worker, which alone changes what is kept; the files
/// are gone when it is closed.
public final class Profiler {

  /// Longest profile.
  public static final int MOST_SECONDS = 300;

  private static final Logger LOG = LoggerFactory.getLogger(Profiler.class);
  private static final String RECORDING = ".jfr";
  private static final String GRAPH = ".html";
  private static final long LOOK_MS = 1_000;
  private static final Duration LONGEST_WORK = Duration.ofMinutes(2);

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final Supplier<AsyncRecorder.Library> library;
  private final Limits limits;
  private final NavigableMap<Long, Profile> profiles = new ConcurrentSkipListMap<>();
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile boolean closed;

  /// How much is kept.
  ///
  /// @param kept profiles, the newest
  /// @param keptBytes bytes of all of them
  /// @param recordingBytes a recording that grows beyond is ended: its graph is drawn on the heap
  public record Limits(int kept, long keptBytes, long recordingBytes) {

    /// Those of every node.
    public static final Limits USUAL = new Limits(10, 64L << 20, 16L << 20);
  }

  /// Confined to the worker, as the next two are.
  private @Nullable Recorder recorder;

  private @Nullable Path directory;
  private long lastId;

  /// Makes one; nothing is loaded before the first profile.
  ///
  /// @param vertx where the worker runs
  /// @param library loads async-profiler
  /// @param limits how much is kept
  public Profiler(Vertx vertx, Supplier<AsyncRecorder.Library> library, Limits limits) {
    this.vertx = vertx;
    this.library = library;
    this.limits = limits;
    this.worker =
        vertx.createSharedWorkerExecutor(
            "profiler", 1, LONGEST_WORK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Starts a profile, which ends by itself.
  ///
  /// @param event what it looks at
  /// @param seconds how long, 1 to [#MOST_SECONDS]
  /// @return it, running; fails with a [Rejection] if another one runs, or this machine has no
  ///   means
  public Future<Profile> start(ProfileEvent event, int seconds) {
    if (!taken.compareAndSet(false, true)) {
      throw busy(profiles.values().stream().mapToLong(Profiler::remainingMs).max().orElse(0));
    }
    return worker
        .<Profile>executeBlocking(() -> begin(event, seconds))
        .onSuccess(this::lookLater)
        .onFailure(thrown -> taken.set(false));
  }

  /// Returns a profile that runs or is kept.
  ///
  /// @param id which
  public Optional<Profile> find(long id) {
    return Optional.ofNullable(profiles.get(id));
  }

  /// Returns all that run or are kept, the newest first.
  public List<Profile> all() {
    return List.copyOf(profiles.descendingMap().values());
  }

  /// Returns the bytes of all files that are kept.
  public long bytes() {
    return profiles.values().stream().mapToLong(Profile::bytes).sum();
  }

  /// Drops a profile; one that runs is ended.
  ///
  /// @param id which
  /// @return whether there was one
  public Future<Boolean> drop(long id) {
    return worker.executeBlocking(() -> {
      var dropped = profiles.remove(id);
      if (dropped != null) {
        forget(dropped);
      }
      return dropped != null;
    });
  }

  /// Ends the profile that runs, drops all, and removes the files.
  public Future<Void> close() {
    closed = true;
    return worker.<Void>executeBlocking(this::end).eventually(worker::close);
  }

  private Profile begin(ProfileEvent event, int seconds) {
    if (closed) {
      throw new Rejection(problem(503, "closing", "The service is closing."));
    }
    var id = lastId + 1;
    var begun =
        event == ProfileEvent.JFR
            ? new JfrRecorder(limits.recordingBytes())
            : new AsyncRecorder(library, event);
    var means = started(begun, id);
    lastId = id;
    recorder = begun;
    var profile =
        new Profile(id, event, seconds, means, Profile.Began.now(), new Profile.Running());
    profiles.put(id, profile);
    LOG.info("profile {}: {} for {} s by {}", id, event.word(), seconds, means.engine());
    return profile;
  }

  private Recorder.Means started(Recorder begun, long id) {
    try {
      if (directory == null) {
        directory = Files.createTempDirectory("peregrine-profiles-");
      }
      return begun.start(file(id, RECORDING));
    } catch (UnsupportedOperationException unsupported) {
      throw new Rejection(problem(501, "profiler-unsupported", unsupported.getMessage()));
    } catch (IllegalStateException another) {
      throw busy(LOOK_MS);
    } catch (IOException thrown) {
      LOG.warn("a profile cannot be written", thrown);
      throw new Rejection(problem(503, "profile-not-written", "Its file cannot be written."));
    }
  }

  private void lookLater(Profile profile) {
    var _ =
        vertx.setTimer(
            Math.clamp(profile.remainingMs(), 1, LOOK_MS),
            fired -> {
              if (!closed) {
                var _ =
                    worker
                        .executeBlocking(() -> look(profile))
                        .onSuccess(over -> {
                          if (!over) {
                            lookLater(profile);
                          }
                        });
              }
            });
  }

  /// Ends a profile whose time is over, or that grows too large.
  ///
  /// @return whether it is over
  private boolean look(Profile profile) {
    if (!profiles.containsKey(profile.id())) {
      return true;
    }
    var cut = file(profile.id(), RECORDING).toFile().length() > limits.recordingBytes();
    if (!cut && profile.remainingMs() > 0) {
      return false;
    }
    profiles.put(profile.id(), profile.at(result(profile, cut)));
    taken.set(false);
    while (profiles.size() > limits.kept() || bytes() > limits.keptBytes()) {
      remove(Objects.requireNonNull(profiles.pollFirstEntry(), "an entry").getValue());
    }
    return true;
  }

  private Profile.Stage result(Profile profile, boolean cut) {
    try {
      var elapsedMs = profile.began().elapsedMs();
      stop();
      var recording = file(profile.id(), RECORDING);
      var graph = file(profile.id(), GRAPH);
      var policy = FlameGraphs.write(profile.event(), recording, graph);
      return new Profile.Done(part(recording), part(graph), policy, elapsedMs, cut);
    } catch (Exception | Error thrown) {
      LOG.error("profile {} came to nothing", profile.id(), thrown);
      remove(profile);
      return new Profile.Failed("It could not be written or drawn; the log says why.");
    }
  }

  private void stop() throws IOException {
    var stopping = Objects.requireNonNull(recorder, "nothing runs");
    recorder = null;
    stopping.stop();
  }

  private void forget(Profile profile) {
    if (profile.stage() instanceof Profile.Running) {
      try {
        stop();
      } catch (IOException | RuntimeException thrown) {
        LOG.warn("profile {} did not stop", profile.id(), thrown);
      }
      taken.set(false);
    }
    remove(profile);
  }

  private @Nullable Void end() throws IOException {
    for (var entry = profiles.pollFirstEntry(); entry != null; entry = profiles.pollFirstEntry()) {
      forget(entry.getValue());
    }
    if (directory != null) {
      Files.deleteIfExists(directory);
    }
    return null;
  }

  private void remove(Profile profile) {
    for (var end : List.of(RECORDING, GRAPH)) {
      try {
        Files.deleteIfExists(file(profile.id(), end));
      } catch (IOException thrown) {
        LOG.warn("a file of profile {} stays", profile.id(), thrown);
      }
    }
  }

  private Path file(long id, String end) {
    return Objects.requireNonNull(directory, "nothing was started").resolve("profile-" + id + end);
  }

  private static Profile.Part part(Path file) throws IOException {
    return new Profile.Part(file, Files.size(file));
  }

  private static long remainingMs(Profile profile) {
    return profile.stage() instanceof Profile.Running ? profile.remainingMs() : 0;
  }

  private static Rejection busy(long remainingMs) {
    var seconds = Math.max(1, TimeUnit.MILLISECONDS.toSeconds(remainingMs + LOOK_MS));
    return new Rejection(
        problem(503, "profiler-busy", "Another profile of this process is being taken."),
        Map.of("Retry-After", Long.toString(seconds)));
  }

  private static Problem problem(int status, String word, @Nullable String detail) {
    return Problem.of(
        status,
        word,
        "No profile is taken",
        Objects.requireNonNullElse(detail, "No reason given."));
  }
}
