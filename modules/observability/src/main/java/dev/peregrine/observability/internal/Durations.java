package dev.peregrine.observability.internal;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/// How durations are counted: the same buckets everywhere, so that they can be added up.
final class Durations {

  private static final Duration[] BUCKETS =
      LongStream.of(
              100,
              250,
              500,
              1_000,
              2_500,
              5_000,
              10_000,
              25_000,
              50_000,
              100_000,
              250_000,
              500_000,
              1_000_000,
              2_500_000,
              10_000_000)
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  private Durations() {}

  /// Returns how many buckets there are but the last, which takes whatever is longer.
  static int buckets() {
    return BUCKETS.length;
  }

  /// Returns the longest duration that falls into a bucket, in milliseconds.
  static double bucketMs(int index) {
    return BUCKETS[index].toNanos() / 1e6;
  }

  static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }
}
