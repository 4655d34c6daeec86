package dev.peregrine.perf.internal;

import dev.peregrine.perf.LoadResult;
import dev.peregrine.perf.RequestKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What happened in one run. Confined to the load's event loop.
public final class Tally {

  private static final int MOST_FAULTS = 50;
  private static final long LONGEST_US = 60_000_000;
  private static final int DIGITS = 3;

  private final Map<RequestKind, Histogram> latencies = new EnumMap<>(RequestKind.class);
  private final Map<RequestKind, Map<Integer, Long>> statuses = new EnumMap<>(RequestKind.class);
  private final Map<String, Long> faults = new HashMap<>();
  private long turnedAway;
  private long faultCount;
  private final long startedNs = System.nanoTime();

  /// Starts the run's clock.
  public Tally() {}

  /// Returns how long the run has been going on.
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNs);
  }

  /// Notes an answer, right or not.
  void answered(RequestKind kind, int status, long tookNs) {
    latencies
        .computeIfAbsent(kind, _ -> new Histogram(LONGEST_US, DIGITS))
        .recordValue(Math.min(LONGEST_US, tookNs / 1_000));
    statuses.computeIfAbsent(kind, _ -> new HashMap<>()).merge(status, 1L, Long::sum);
  }

  /// Notes that the service had too much to do, and said when to come again.
  void turnedAway() {
    turnedAway++;
  }

  /// Notes something wrong.
  void fault(String what) {
    faultCount++;
    faults.merge(faults.size() < MOST_FAULTS ? what : "others", 1L, Long::sum);
  }

  /// Returns how often something was wrong so far.
  long faults() {
    return faultCount;
  }

  /// Returns everything noted.
  ///
  /// @param clients how many asked
  public LoadResult result(int clients) {
    var kinds = new EnumMap<RequestKind, LoadResult.KindResult>(RequestKind.class);
    latencies.forEach((kind, histogram) ->
        kinds.put(
            kind,
            new LoadResult.KindResult(
                statuses.getOrDefault(kind, Map.of()), latencies(histogram))));
    return new LoadResult(elapsed(), clients, kinds, turnedAway, faults);
  }

  private static LoadResult.Latencies latencies(Histogram histogram) {
    return new LoadResult.Latencies(
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }
}
