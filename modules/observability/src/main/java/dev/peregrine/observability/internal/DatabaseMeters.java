package dev.peregrine.observability.internal;

import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseStats;
import dev.peregrine.persistence.PoolState;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Counts statements by name and outcome; names are constants of the program.
public final class DatabaseMeters implements DatabaseStats {

  private static final String DONE = "done";

  private final MeterRegistry registry;
  private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();

  /// Makes it.
  ///
  /// @param registry where the meters go
  public DatabaseMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void executed(Statement statement, @Nullable FailureKind kind, long nanos) {
    var outcome = kind == null ? DONE : kind.name();
    timers
        .computeIfAbsent(outcome, same -> new ConcurrentHashMap<>())
        .computeIfAbsent(statement.name(), name -> make(name, outcome))
        .record(nanos, TimeUnit.NANOSECONDS);
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
    }
  }

  private void gauge(
      String meter, Database database, Purpose purpose, ToIntFunction<PoolState> figure) {
    Gauge.builder(
            meter,
            () ->
                database.pools().stream()
                    .filter(pool -> pool.purpose() == purpose)
                    .mapToInt(figure)
                    .sum())
        .tag("pool", purpose.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
