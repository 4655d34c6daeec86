package dev.peregrine.launcher.internal.house;

import dev.peregrine.observability.Telemetry;
import dev.peregrine.payments.PaymentsStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Counts questions to outside services by outcome, and shows their breakers. Safe on any thread.
final class PaymentMeters implements PaymentsStats {

  private static final List<String> STATES = List.of("closed", "half_open", "open");

  private final MeterRegistry registry;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, String> states = new ConcurrentHashMap<>();

  PaymentMeters(Telemetry telemetry) {
    this.registry = telemetry.registry();
  }

  /// Services and outcomes are constants of the program, so there are few timers.
  @Override
  public void called(String service, String outcome, long nanos) {
    timers
        .computeIfAbsent(service + ' ' + outcome, both -> timer(service, outcome))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void breaker(String service, String state) {
    if (states.put(service, state) == null) {
      Gauge.builder(
              "peregrine.payments.breaker",
              () -> STATES.indexOf(states.getOrDefault(service, "closed")))
          .description("0 closed, 1 half open, 2 open: the service is left alone")
          .tag("service", service)
          .register(registry);
    }
  }

  private Timer timer(String service, String outcome) {
    return Timer.builder("peregrine.payments.call.duration")
        .description("From a question to an outside service to its end")
        .tag("service", service)
        .tag("outcome", outcome)
        .register(registry);
  }
}
