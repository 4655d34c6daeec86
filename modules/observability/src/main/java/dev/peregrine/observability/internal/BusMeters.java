package dev.peregrine.observability.internal;

import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.FailureKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Counts questions by address and outcome; addresses are constants of the program.
public final class BusMeters implements BusStats {

  private final MeterRegistry registry;
  private final Map<String, Timer> answered = new ConcurrentHashMap<>();
  private final Map<FailureKind, Map<String, Timer>> failed = new EnumMap<>(FailureKind.class);

  /// Makes it.
  ///
  /// @param registry where the meters go
  public BusMeters(MeterRegistry registry) {
    this.registry = registry;
    for (var kind : FailureKind.values()) {
      failed.put(kind, new ConcurrentHashMap<>());
    }
  }

  @Override
  public void asked(String address, @Nullable FailureKind kind, long nanos) {
    var ofKind = kind == null ? answered : failed.getOrDefault(kind, answered);
    var timer = ofKind.get(address);
    if (timer == null) {
      timer = make(address, kind);
      ofKind.put(address, timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer make(String address, @Nullable FailureKind kind) {
    return Durations.timer("peregrine.bus.ask.duration", "From a question to its answer")
        .tag("address", address)
        .tag("outcome", kind == null ? "answered" : kind.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
