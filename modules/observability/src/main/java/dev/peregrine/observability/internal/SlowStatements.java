package dev.peregrine.observability.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.observability.ObservabilityConfig;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What each statement has cost so far, and the plans of the slow ones.
///
/// Safe on any thread. As many entries as the program has statements, at most [#MOST]. A plan is
/// asked for without any value of a request, on the relay's pool, one in [#PLAN_PAUSE] at most.
public final class SlowStatements {

  /// Statements beyond this many are not told apart any more; the program has fewer.
  public static final int MOST = 1_000;

  private static final Duration PLAN_PAUSE = Duration.ofSeconds(2);
  private static final Duration PLAN_FRESH_FOR = Duration.ofMinutes(10);
  private static final Duration PLAN_TIMEOUT = Duration.ofSeconds(2);
  private static final int LONGEST_PLAN = 64 * 1024;

  private final long slowNanos;
  private final ConcurrentMap<String, Figures> all = new ConcurrentHashMap<>();
  private final AtomicLong nextPlanNanos = new AtomicLong(System.nanoTime());
  private volatile @Nullable Database database;

  /// What one statement has cost.
  private static final class Figures {
    private final Statement statement;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder slow = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);
    private volatile @Nullable String plan;
    private volatile long plannedNanos;

    Figures(Statement statement) {
      this.statement = statement;
    }

    boolean wantsPlan(long now) {
      return plan == null || now - plannedNanos > PLAN_FRESH_FOR.toNanos();
    }
  }

  /// Makes an empty account; plans are asked for when [#watch] has said where.
  ///
  /// @param config what is slow
  public SlowStatements(ObservabilityConfig config) {
    this.slowNanos = config.slowStatement().toNanos();
  }

  /// Says where plans are asked for.
  ///
  /// @param server whose statements these are
  public void watch(Database server) {
    database = server;
  }

  /// Counts a statement that came to its end.
  ///
  /// @param statement which
  /// @param done whether it did not fail
  /// @param nanos how long it took, waiting included
  public void executed(Statement statement, boolean done, long nanos) {
    var figures = of(statement);
    if (figures == null) {
      return;
    }
    figures.calls.increment();
    figures.nanos.add(nanos);
    figures.maxNanos.accumulate(nanos);
    if (!done) {
      figures.failed.increment();
    }
    if (nanos >= slowNanos) {
      figures.slow.increment();
      plan(figures);
    }
  }

  /// Counts rows.
  ///
  /// @param statement whose
  /// @param rows how many
  public void found(Statement statement, int rows) {
    var figures = of(statement);
    if (figures != null) {
      figures.rows.add(rows);
    }
  }

  /// Returns how many statements are told apart.
  public int size() {
    return all.size();
  }

  /// Returns the statements, the one that was slowest once first.
  ///
  /// @param limit how many at most
  public JsonObject list(int limit) {
    var items = new JsonArray();
    all.values().stream()
        .filter(figures -> figures.calls.sum() > 0)
        .sorted(Comparator.comparingLong((Figures one) -> one.maxNanos.get()).reversed())
        .limit(limit)
        .map(SlowStatements::json)
        .forEach(items::add);
    return new JsonObject()
        .put("slowFromMs", TimeUnit.NANOSECONDS.toMillis(slowNanos))
        .put("items", items);
  }

  /// Returns the plans that are known, by the names of statements.
  public Map<String, String> plans() {
    var plans = new HashMap<String, String>();
    all.forEach((name, figures) -> {
      var plan = figures.plan;
      if (plan != null) {
        plans.put(name, plan);
      }
    });
    return plans;
  }

  /// Returns the name of a statement of this program.
  ///
  /// @param text its SQL, without blanks around it
  public Optional<String> nameOf(String text) {
    return all.values().stream()
        .map(figures -> figures.statement)
        .filter(statement -> statement.text().strip().equals(text))
        .map(Statement::name)
        .findFirst();
  }

  private @Nullable Figures of(Statement statement) {
    var known = all.get(statement.name());
    return known != null || all.size() >= MOST
        ? known
        : all.computeIfAbsent(statement.name(), name -> new Figures(statement));
  }

  private void plan(Figures figures) {
    var server = database;
    var now = System.nanoTime();
    var next = nextPlanNanos.get();
    if (server == null
        || now - next < 0
        || !figures.wantsPlan(now)
        || !nextPlanNanos.compareAndSet(next, now + PLAN_PAUSE.toNanos())) {
      return;
    }
    figures.plannedNanos = now;
    var _ =
        server
            .plan(figures.statement, Call.background("slow-statement", PLAN_TIMEOUT))
            .onComplete(
                plan -> figures.plan = plan.length() > LONGEST_PLAN ? "[]" : plan,
                thrown -> figures.plannedNanos = now - PLAN_FRESH_FOR.toNanos());
  }

  private static JsonObject json(Figures figures) {
    var calls = figures.calls.sum();
    var item =
        new JsonObject()
            .put("name", figures.statement.name())
            .put("text", figures.statement.text())
            .put("calls", calls)
            .put("failed", figures.failed.sum())
            .put("slow", figures.slow.sum())
            .put("rows", figures.rows.sum())
            .put("meanMs", millis(figures.nanos.sum() / Math.max(1, calls)))
            .put("maxMs", millis(figures.maxNanos.get()));
    var plan = figures.plan;
    return plan == null ? item : item.put("plan", read(plan));
  }

  private static JsonArray read(String plan) {
    try {
      return new JsonArray(plan);
    } catch (DecodeException foreign) {
      return new JsonArray();
    }
  }

  private static double millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos) / 1_000.0;
  }
}
