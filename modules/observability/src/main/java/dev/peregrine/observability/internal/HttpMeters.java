package dev.peregrine.observability.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.http.HttpStats;
import dev.peregrine.http.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Counts requests by method, route and status.
///
/// Labels come from routes, never from clients, so there are as many as routes times statuses. A
/// meter is made once and then found by two look-ups without making a key.
public final class HttpMeters implements HttpStats {

  private static final int STATUSES = 600;

  private final MeterRegistry registry;
  private final SlowRequests slow;
  private final Counter bytes;
  private final Map<String, Map<String, AtomicReferenceArray<Timer>>> timers =
      new ConcurrentHashMap<>();
  private final Map<String, Counter> compressions = new ConcurrentHashMap<>();
  private final List<Served> served = new CopyOnWriteArrayList<>();

  /// What was answered with one status.
  ///
  /// @param route by whom
  /// @param status which
  /// @param timer how often, and how long it took
  public record Served(Route route, int status, Timer timer) {}

  /// Makes it.
  ///
  /// @param registry where the meters go
  /// @param slow told about requests that took long
  public HttpMeters(MeterRegistry registry, SlowRequests slow) {
    this.registry = registry;
    this.slow = slow;
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
      if (ofRoute.compareAndSet(status, null, timer)) {
        served.add(new Served(route, status, timer));
      }
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
    bytes.increment((double) sent);
  }

  /// Returns what was answered through this counter since the start.
  public List<Served> served() {
    return served;
  }

  @Override
  public void compressed(String coding, int plainBytes, int codedBytes) {
    compressions.computeIfAbsent(coding, this::makeCompressions).increment();
  }

  private Counter makeCompressions(String coding) {
    return Counter.builder("peregrine.http.compressions")
        .description("Bodies compressed; one that is kept ready counts once")
        .tag("coding", coding)
        .register(registry);
  }

  @Override
  public long accountsFromNanos() {
    return slow.fromNanos();
  }

  @Override
  public void accounted(Route route, int status, long nanos, Call call) {
    slow.note(route, status, nanos, call);
  }

  private Timer make(Route route, int status) {
    return Durations.timer("peregrine.http.request.duration", "From a request's head to its answer")
        .tag("method", route.method().name())
        .tag("route", route.template())
        .tag("status", Integer.toString(status))
        .register(registry);
  }
}
