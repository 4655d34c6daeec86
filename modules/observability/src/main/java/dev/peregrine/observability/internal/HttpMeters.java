package dev.peregrine.observability.internal;

import dev.peregrine.http.HttpStats;
import dev.peregrine.http.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Counts requests by method, route and status.
///
/// Labels come from routes, never from clients, so there are as many as routes times statuses. A
/// meter is made once and then found by two look-ups without making a key.
public final class HttpMeters implements HttpStats {

  private static final int STATUSES = 600;

  private final MeterRegistry registry;
  private final Counter bytes;
  private final Map<String, Map<String, AtomicReferenceArray<Timer>>> timers =
      new ConcurrentHashMap<>();

  /// Makes it.
  ///
  /// @param registry where the meters go
  public HttpMeters(MeterRegistry registry) {
    this.registry = registry;
    this.bytes =
        Counter.builder("peregrine.http.response")
            .description("Bytes of answers' bodies as sent")
            .baseUnit("bytes")
            .register(registry);
  }

  @Override
  public void answered(Route route, int status, long nanos, long sent) {
    var ofRoute =
        timers
            .computeIfAbsent(route.template(), template -> new ConcurrentHashMap<>())
            .computeIfAbsent(
                route.method().name(), method -> new AtomicReferenceArray<Timer>(STATUSES));
    var timer = ofRoute.get(status);
    if (timer == null) {
      timer = make(route, status);
      ofRoute.set(status, timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
    bytes.increment((double) sent);
  }

  private Timer make(Route route, int status) {
    return Durations.timer("peregrine.http.request.duration", "From a request's head to its answer")
        .tag("method", route.method().name())
        .tag("route", route.template())
        .tag("status", Integer.toString(status))
        .register(registry);
  }
}
