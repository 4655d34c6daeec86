package dev.peregrine.observability.internal;

import io.micrometer.core.instrument.Timer;

/// How many durations were at most as long as each bucket of [Durations]. Immutable.
final class Distribution {

  /// No duration at all.
  static final Distribution NONE = new Distribution(new long[Durations.buckets()], 0);

  private final long[] atMost;
  private final long count;

  private Distribution(long[] atMost, long count) {
    this.atMost = atMost;
    this.count = count;
  }

  /// Returns what a timer has counted since the start.
  static Distribution of(Timer timer) {
    var counted = timer.takeSnapshot().histogramCounts();
    var atMost = new long[Durations.buckets()];
    for (var index = 0; index < Math.min(atMost.length, counted.length); index++) {
      atMost[index] = (long) counted[index].count();
    }
    // A duration may come in between the two looks.
    return new Distribution(atMost, Math.max(atMost[atMost.length - 1], timer.count()));
  }

  Distribution plus(Distribution other) {
    return combined(other, 1);
  }

  /// Returns what came after an earlier look.
  Distribution since(Distribution earlier) {
    return combined(earlier, -1);
  }

  long count() {
    return count;
  }

  /// Returns how long the fastest share of all took at most, in milliseconds, as if they were
  /// spread evenly within their bucket; not a number when there is none.
  ///
  /// @param share 0 to 1, as in 0.99
  double quantileMs(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    var rank = share * count;
    var fewer = 0L;
    var fromMs = 0.0;
    for (var index = 0; index < atMost.length; index++) {
      var toMs = Durations.bucketMs(index);
      if (atMost[index] >= rank && atMost[index] > fewer) {
        return fromMs + (toMs - fromMs) * (rank - fewer) / (atMost[index] - fewer);
      }
      fewer = atMost[index];
      fromMs = toMs;
    }
    return fromMs;
  }

  private Distribution combined(Distribution other, int sign) {
    var sum = new long[atMost.length];
    for (var index = 0; index < sum.length; index++) {
      sum[index] = Math.max(0, atMost[index] + sign * other.atMost[index]);
    }
    return new Distribution(sum, Math.max(0, count + sign * other.count));
  }
}
