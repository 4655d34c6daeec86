package dev.peregrine.perf;

import java.time.Duration;
import java.util.List;

/// What came of an open load.
///
/// Latencies run from the moment at which a request was due, so that a request that had to wait for
/// a connection, or for this driver, has waited (no coordinated omission).
///
/// @param scenario which
/// @param perSecond the rate that the scenario multiplies
/// @param total all requests together
/// @param span how much time one moment stands for
/// @param moments the run, from its first to its last moment
/// @param percentiles of the latencies of all answers
/// @param neverSent requests that were due when too many were already in flight
/// @param lateUs how late this driver was at worst in beginning a request, in microseconds: if it
///   is not small beside the latencies, they are the driver's
public record OpenLoadResult(
    LoadScenario scenario,
    double perSecond,
    LoadResult total,
    Duration span,
    List<Moment> moments,
    List<Percentile> percentiles,
    long neverSent,
    long lateUs) {

  /// Copies the lists.
  public OpenLoadResult {
    moments = List.copyOf(moments);
    percentiles = List.copyOf(percentiles);
  }

  /// The requests that were due in one span of the run.
  ///
  /// @param due how many
  /// @param good answered as they should be
  /// @param turnedAway answered with 503 and a time to come again
  /// @param faults anything else, not sent included
  /// @param p50 half of the answers took no longer, in microseconds; 0 when there was none
  /// @param p99 99 of 100
  /// @param max none
  public record Moment(
      long due, long good, long turnedAway, long faults, long p50, long p99, long max) {}

  /// One point of the distribution.
  ///
  /// @param percent of all answers
  /// @param us took no longer than this, in microseconds
  public record Percentile(double percent, long us) {}

  /// Returns how many requests were due.
  public long due() {
    return moments.stream().mapToLong(Moment::due).sum();
  }

  /// Returns how many were answered as they should be.
  public long good() {
    return moments.stream().mapToLong(Moment::good).sum();
  }
}
