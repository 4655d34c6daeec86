package dev.peregrine.perf.internal;

import dev.peregrine.perf.OpenLoadResult.Moment;
import dev.peregrine.perf.OpenLoadResult.Percentile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// An open load moment by moment: at most [#MOST_MOMENTS] of them, none shorter than a second.
/// Confined to the load's event loop.
final class Timeline {

  static final int MOST_MOMENTS = 300;

  private static final long LONGEST_US = 60_000_000;
  private static final int DIGITS = 3;
  private static final int MOMENT_DIGITS = 2;
  private static final double[] PERCENTS = {
    0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 100
  };

  private final long spanNs;
  private final List<Slot> slots = new ArrayList<>();
  private final Histogram all = new Histogram(LONGEST_US, DIGITS);

  Timeline(Duration howLong) {
    spanNs = Math.max(Duration.ofSeconds(1).toNanos(), howLong.toNanos() / MOST_MOMENTS);
  }

  /// How a request ended.
  enum End {
    GOOD,
    TURNED_AWAY,
    FAULT
  }

  private static final class Slot {
    private final Histogram latencies = new Histogram(LONGEST_US, MOMENT_DIGITS);
    private final Map<End, Long> ends = new EnumMap<>(End.class);

    private void ended(End end) {
      ends.merge(end, 1L, Long::sum);
    }

    private long count(End end) {
      return ends.getOrDefault(end, 0L);
    }
  }

  /// Notes a request without an answer.
  void noAnswer(long dueNs) {
    slot(dueNs).ended(End.FAULT);
  }

  /// Notes an answer.
  void answered(long dueNs, long tookNs, End end) {
    var us = Math.min(LONGEST_US, tookNs / 1_000);
    var slot = slot(dueNs);
    slot.ended(end);
    slot.latencies.recordValue(us);
    all.recordValue(us);
  }

  Duration span() {
    return Duration.ofNanos(spanNs);
  }

  List<Moment> moments() {
    return slots.stream().map(Timeline::moment).toList();
  }

  List<Percentile> percentiles() {
    return Arrays.stream(PERCENTS)
        .mapToObj(percent -> new Percentile(percent, all.getValueAtPercentile(percent)))
        .toList();
  }

  private static Moment moment(Slot slot) {
    var times = slot.latencies;
    return new Moment(
        slot.ends.values().stream().mapToLong(count -> count).sum(),
        slot.count(End.GOOD),
        slot.count(End.TURNED_AWAY),
        slot.count(End.FAULT),
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(99),
        times.getMaxValue());
  }

  private Slot slot(long dueNs) {
    var index = (int) (dueNs / spanNs);
    while (slots.size() <= index) {
      slots.add(new Slot());
    }
    return slots.get(index);
  }
}
