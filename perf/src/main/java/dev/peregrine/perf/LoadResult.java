package dev.peregrine.perf;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// What came of one run.
///
/// @param took from the first request to the last answer
/// @param clients connections that asked
/// @param kinds figures of every kind that was asked
/// @param turnedAway how often the service had too much to do and said when to come again: 503 with
///   `Retry-After`, which the clients obey
/// @param faults what went wrong, and how often: unexpected statuses, wrong answers, connections
///   that failed; empty when nothing did
public record LoadResult(
    Duration took,
    int clients,
    Map<RequestKind, KindResult> kinds,
    long turnedAway,
    Map<String, Long> faults) {

  /// Copies the maps.
  public LoadResult {
    kinds = Map.copyOf(kinds);
    faults = Map.copyOf(faults);
  }

  /// What came of one kind of request.
  ///
  /// @param statuses how many answers had which
  /// @param latencies of all answers, in microseconds
  public record KindResult(Map<Integer, Long> statuses, Latencies latencies) {

    /// Copies the map.
    public KindResult {
      statuses = Map.copyOf(statuses);
    }

    /// Returns how many were answered.
    public long answers() {
      return statuses.values().stream().mapToLong(count -> count).sum();
    }
  }

  /// How long answers took, in microseconds, three digits exact.
  ///
  /// @param p50 half took no longer
  /// @param p90 nine of ten
  /// @param p99 99 of 100
  /// @param p999 999 of 1000
  /// @param max none
  public record Latencies(long p50, long p90, long p99, long p999, long max) {}

  /// Returns how many requests were answered.
  public long answers() {
    return kinds.values().stream().mapToLong(KindResult::answers).sum();
  }

  /// Returns how many answers of a kind had a status.
  ///
  /// @param kind of the request
  /// @param status of the answer
  public long count(RequestKind kind, int status) {
    var found = kinds.get(kind);
    return found == null ? 0 : found.statuses().getOrDefault(status, 0L);
  }

  /// Returns how many were answered in a second, on average.
  public double answersPerSecond() {
    return answers() * 1e9 / Math.max(1, took.toNanos());
  }

  /// Returns it as a Markdown table, which people can read as it is.
  public String table() {
    var table = new StringBuilder(1_024);
    table
        .append(
            "| request | answers | p50 ms | p90 ms | p99 ms | p99.9 ms | max ms | by status |\n")
        .append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for (var kind : RequestKind.values()) {
      var found = kinds.get(kind);
      if (found != null) {
        table.append(row(kind, found));
      }
    }
    return table.toString();
  }

  private static String row(RequestKind kind, KindResult found) {
    var times = found.latencies();
    return "| %s | %d | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            kind.label(),
            found.answers(),
            ms(times.p50()),
            ms(times.p90()),
            ms(times.p99()),
            ms(times.p999()),
            ms(times.max()),
            found.statuses().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", ")));
  }

  /// Writes tenths of milliseconds: the third digit of a run is noise.
  private static String ms(long us) {
    var tenths = (us + 50) / 100;
    return tenths / 10 + "." + tenths % 10;
  }
}
