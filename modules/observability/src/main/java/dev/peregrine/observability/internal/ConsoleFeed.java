package dev.peregrine.observability.internal;

import dev.peregrine.http.EventFeed;
import dev.peregrine.http.EventSink;
import dev.peregrine.http.ServerEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds all consoles that are open with the same events, one a second.
///
/// Safe on any thread. While no console is open it holds nothing and does nothing.
public final class ConsoleFeed implements EventFeed {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleFeed.class);
  private static final long INTERVAL_MS = 1_000;

  private final ConsoleSources sources;
  private final Counter looks;

  /// Guarded by this.
  private final Set<Watcher> watchers = new HashSet<>();

  /// There while somebody watches. Guarded by this.
  private @Nullable Watch watch;

  /// One console, and where it may be spoken to.
  private static final class Watcher {
    private final Context context =
        Objects.requireNonNull(Vertx.currentContext(), "not on a context");
    private final EventSink sink;

    Watcher(EventSink sink) {
      this.sink = sink;
    }

    void show(ServerEvent event) {
      context.runOnContext(hopped -> sink.send(event));
    }
  }

  /// From the first console that opens to the last that closes. Guarded by the feed.
  private static final class Watch {
    private final ConsoleFigures figures;
    private @Nullable ServerEvent latest;
    private long timer;
    private boolean looking;
    private boolean failed;

    Watch(ConsoleFigures figures) {
      this.figures = figures;
    }
  }

  /// Makes one that nobody watches.
  ///
  /// @param sources whom it asks
  public ConsoleFeed(ConsoleSources sources) {
    this.sources = sources;
    var registry = sources.telemetry().registry();
    this.looks =
        Counter.builder("peregrine.console.looks")
            .description("Times that figures were put together for consoles")
            .register(registry);
    Gauge.builder("peregrine.console.streams", this::watching)
        .description("Consoles that are open")
        .register(registry);
  }

  @Override
  public Runnable open(EventSink sink) {
    var watcher = new Watcher(sink);
    enter(watcher);
    return () -> leave(watcher);
  }

  private synchronized int watching() {
    return watchers.size();
  }

  private synchronized void enter(Watcher watcher) {
    watchers.add(watcher);
    var running = watch;
    if (running == null) {
      begin(watcher.context.owner());
    } else if (running.latest != null) {
      watcher.show(running.latest);
    }
  }

  private synchronized void leave(Watcher watcher) {
    watchers.remove(watcher);
    var running = watch;
    if (watchers.isEmpty() && running != null) {
      watch = null;
      var _ = watcher.context.owner().cancelTimer(running.timer);
    }
  }

  private void begin(Vertx vertx) {
    var begun = new Watch(new ConsoleFigures(sources));
    watch = begun;
    begun.timer = vertx.setPeriodic(INTERVAL_MS, fired -> look(vertx, begun));
    look(vertx, begun);
  }

  /// Putting the figures together takes a millisecond or two, so a worker does it.
  private synchronized void look(Vertx vertx, Watch running) {
    if (running.looking) {
      return;
    }
    running.looking = true;
    looks.increment();
    var _ =
        vertx
            .executeBlocking(() -> ServerEvent.of("figures", running.figures.look().encode()))
            .onComplete((event, thrown) -> shown(running, event, thrown));
  }

  private void shown(Watch running, @Nullable ServerEvent event, @Nullable Throwable thrown) {
    for (var watcher : settle(running, event, thrown)) {
      if (event != null) {
        watcher.show(event);
      }
    }
  }

  private synchronized List<Watcher> settle(
      Watch running, @Nullable ServerEvent event, @Nullable Throwable thrown) {
    running.looking = false;
    running.latest = event;
    if (thrown != null && !running.failed) {
      running.failed = true;
      LOG.error("the console's figures cannot be put together", thrown);
    }
    return running == watch ? List.copyOf(watchers) : List.of();
  }
}
