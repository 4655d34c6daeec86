package dev.peregrine.observability.internal;

import dev.peregrine.observability.ConsoleLink;
import dev.peregrine.observability.ConsoleStores;
import dev.peregrine.observability.Health;
import dev.peregrine.observability.Telemetry;
import java.util.List;
import java.util.Optional;

/// Whom the console asks.
///
/// @param telemetry the figures of the process
/// @param http the service's requests, where they are counted
/// @param health what the node says of itself
/// @param stores the cache and the database
/// @param links pages that it leads to
public record ConsoleSources(
    Telemetry telemetry,
    Optional<HttpMeters> http,
    Health health,
    ConsoleStores stores,
    List<ConsoleLink> links) {

  /// Copies.
  public ConsoleSources {
    links = List.copyOf(links);
  }

  /// Returns what the service answered since the start.
  List<HttpMeters.Served> served() {
    return http.map(HttpMeters::served).orElse(List.of());
  }
}
