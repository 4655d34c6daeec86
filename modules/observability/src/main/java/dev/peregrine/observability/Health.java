package dev.peregrine.observability;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node says of itself: whether it lives, has started, and can take requests.
///
/// Safe on any thread. However many ask, the dependencies are asked at most once in [#FRESH_FOR],
/// all at a time, and each has [#CHECK_TIMEOUT] to answer.
public final class Health {

  /// Age up to which an answer is given again.
  public static final Duration FRESH_FOR = Duration.ofMillis(500);

  /// Longest wait for one dependency.
  public static final Duration CHECK_TIMEOUT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final List<HealthCheck> checks;
  private volatile boolean started;
  private volatile boolean draining;

  /// Guarded by this.
  private @Nullable Future<List<HealthReport.Entry>> latest;

  /// Guarded by this.
  private long latestNanos;

  /// Begins as a node that has not started.
  ///
  /// @param checks asks the dependencies
  public Health(List<HealthCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /// Notes that the node has started.
  public void markStarted() {
    started = true;
  }

  /// Notes that the node is about to stop: it is not ready from now on, while it still answers.
  public void markDraining() {
    draining = true;
  }

  /// Returns whether the process works at all. It asks nobody: a dependency that is away is no
  /// reason to restart this node.
  public HealthReport live() {
    return new HealthReport(List.of());
  }

  /// Returns whether the node has started.
  public HealthReport started() {
    return new HealthReport(List.of(lifecycle(false)));
  }

  /// Asks whether the node can take requests; never fails.
  public Future<HealthReport> ready() {
    return dependencies()
        .map(entries -> {
          var all = new ArrayList<HealthReport.Entry>(entries.size() + 1);
          all.add(lifecycle(draining));
          all.addAll(entries);
          return new HealthReport(all);
        });
  }

  private HealthReport.Entry lifecycle(boolean leaving) {
    var state =
        !started
            ? HealthState.down("starting")
            : leaving ? HealthState.down("draining") : HealthState.up();
    return new HealthReport.Entry("lifecycle", state);
  }

  private synchronized Future<List<HealthReport.Entry>> dependencies() {
    var now = System.nanoTime();
    var known = latest;
    var usable = known != null && (!known.isComplete() || now - latestNanos < FRESH_FOR.toNanos());
    if (usable && known != null) {
      return known;
    }
    var asked =
        Future.all(checks.stream().map(Health::ask).toList())
            .map(all -> all.<HealthReport.Entry>list());
    latest = asked;
    latestNanos = now;
    return asked;
  }

  private static Future<HealthReport.Entry> ask(HealthCheck check) {
    Future<HealthState> answer;
    try {
      answer = check.check().timeout(CHECK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException thrown) {
      answer = Future.failedFuture(thrown);
    }
    return answer
        .otherwise(thrown -> failed(check.name(), thrown))
        .map(state -> new HealthReport.Entry(check.name(), state));
  }

  private static HealthState failed(String name, Throwable thrown) {
    LOG.debug("health check {} failed", name, thrown);
    return HealthState.down(
        thrown instanceof TimeoutException
            ? "no answer within " + CHECK_TIMEOUT.toMillis() + " ms"
            : "failed: " + thrown.getClass().getSimpleName());
  }
}
