package dev.peregrine.observability.internal;

import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseStats;
import dev.peregrine.persistence.PoolState;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.ReadRoute;
import dev.peregrine.persistence.ReplicaFigures;
import dev.peregrine.persistence.ReplicaState;
import dev.peregrine.persistence.Statement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Counts statements by name and outcome; names are constants of the program.
public final class DatabaseMeters implements DatabaseStats {

  private static final String DONE = "done";

  private final MeterRegistry registry;
  private final SlowStatements slow;
  private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();
  private final Map<ReadRoute, Counter> routes = new ConcurrentHashMap<>();

  /// Makes it.
  ///
  /// @param registry where the meters go
  /// @param slow told about every statement
  public DatabaseMeters(MeterRegistry registry, SlowStatements slow) {
    this.registry = registry;
    this.slow = slow;
  }

  @Override
  public void executed(Statement statement, @Nullable FailureKind kind, long nanos) {
    var outcome = kind == null ? DONE : kind.name();
    timers
        .computeIfAbsent(outcome, same -> new ConcurrentHashMap<>())
        .computeIfAbsent(statement.name(), name -> make(name, outcome))
        .record(nanos, TimeUnit.NANOSECONDS);
    slow.executed(statement, kind == null, nanos);
  }

  @Override
  public void found(Statement statement, int rows) {
    slow.found(statement, rows);
  }

  @Override
  public void routed(ReadRoute route) {
    routes.computeIfAbsent(route, this::make).increment();
  }

  private Counter make(ReadRoute route) {
    return Counter.builder("peregrine.db.reads")
        .description("Reads that a replica may answer, by who did, or refused")
        .tag("server", word(route))
        .register(registry);
  }

  private Timer make(String statement, String outcome) {
    return Durations.timer("peregrine.db.statement.duration", "From the call to the result")
        .tag("statement", statement)
        .tag("outcome", outcome.toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /// Shows how full each pool is.
  ///
  /// @param database whose pools
  public void watch(Database database) {
    for (var purpose : Purpose.values()) {
      gauge("peregrine.db.pool.in.flight", database, purpose, PoolState::inFlight);
      gauge("peregrine.db.pool.limit", database, purpose, PoolState::limit);
      gauge("peregrine.db.pool.admits", database, purpose, PoolState::admits);
      gauge("peregrine.db.pool.refuses", database, purpose, pool -> pool.refuses() ? 1 : 0);
      FunctionCounter.builder(
              "peregrine.db.pool.renewals",
              database,
              from -> sum(from, purpose, pool -> (int) pool.renewals()))
          .description("Times that connections were replaced since they had come of age")
          .tag("pool", word(purpose))
          .register(registry);
    }
    if (!database.servers().isEmpty()) {
      Gauge.builder("peregrine.db.timeline", database::timeline)
          .description("Grows with every promotion of a replica")
          .register(registry);
    }
    for (var index = 0; index < database.servers().size(); index++) {
      watchReplica(database, index);
    }
  }

  private void watchReplica(Database database, int index) {
    var name = database.servers().get(index).name();
    Supplier<ReplicaFigures> figures = () -> database.servers().get(index);
    Gauge.builder("peregrine.db.replica.lag.seconds", () -> seconds(figures.get().lag()))
        .description("For how long the primary has been ahead")
        .tag("replica", name)
        .register(registry);
    Gauge.builder("peregrine.db.replica.lag.bytes", () -> figures.get().lagBytes())
        .description("How much of the primary's log is not applied")
        .tag("replica", name)
        .register(registry);
    for (var state : ReplicaState.values()) {
      Gauge.builder("peregrine.db.replica.state", () -> figures.get().state() == state ? 1 : 0)
          .description("1 for the state that the replica is in")
          .tag("replica", name)
          .tag("state", word(state))
          .register(registry);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void gauge(
      String meter, Database database, Purpose purpose, ToIntFunction<PoolState> figure) {
    Gauge.builder(meter, () -> sum(database, purpose, figure))
        .tag("pool", word(purpose))
        .register(registry);
  }

  private static int sum(Database database, Purpose purpose, ToIntFunction<PoolState> figure) {
    return database.pools().stream()
        .filter(pool -> pool.purpose() == purpose)
        .mapToInt(figure)
        .sum();
  }
}
