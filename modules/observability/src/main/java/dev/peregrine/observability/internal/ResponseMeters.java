package dev.peregrine.observability.internal;

import dev.peregrine.http.ResponseFigures;
import dev.peregrine.http.ResponseStats;
import dev.peregrine.http.Responses;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/// Counts what happens to answers that are kept ready, by kind; kinds are constants of the program.
public final class ResponseMeters implements ResponseStats {

  private final MeterRegistry registry;
  private final Map<Event, Map<String, Counter>> counters = new EnumMap<>(Event.class);

  /// Makes it.
  ///
  /// @param registry where the meters go
  public ResponseMeters(MeterRegistry registry) {
    this.registry = registry;
    for (var event : Event.values()) {
      counters.put(event, new ConcurrentHashMap<>());
    }
  }

  @Override
  public void count(String kind, Event event) {
    var ofEvent = Objects.requireNonNull(counters.get(event), "every event has its map");
    var counter = ofEvent.get(kind);
    if (counter == null) {
      counter = ofEvent.computeIfAbsent(kind, name -> make(name, event));
    }
    counter.increment();
  }

  /// Shows what each kind holds.
  ///
  /// @param responses the node's answers, all kinds declared
  public void watch(Responses responses) {
    for (var kind : responses.figures()) {
      gauge("peregrine.http.responses.bytes", kind.kind(), responses, ResponseFigures::bytes);
      gauge(
          "peregrine.http.responses.max.bytes", kind.kind(), responses, ResponseFigures::maxBytes);
      gauge("peregrine.http.responses.entries", kind.kind(), responses, ResponseFigures::entries);
    }
  }

  private Counter make(String kind, Event event) {
    return Counter.builder("peregrine.http.responses.events")
        .description("What happened to answers that are kept ready")
        .tag("kind", kind)
        .tag("event", event.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private void gauge(
      String meter, String kind, Responses responses, ToLongFunction<ResponseFigures> figure) {
    Gauge.builder(
            meter,
            () ->
                responses.figures().stream()
                    .filter(figures -> figures.kind().equals(kind))
                    .mapToLong(figure)
                    .sum())
        .description("What answers that are kept ready take, with all their codings, at most")
        .tag("kind", kind)
        .register(registry);
  }
}
