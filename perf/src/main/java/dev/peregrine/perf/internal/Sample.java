package dev.peregrine.perf.internal;

import java.util.Collection;
import java.util.Locale;

/// Figures of the same thing, once a round: the middle one and the extremes.
///
/// @param least of them
/// @param median of them
/// @param most of them
record Sample(double least, double median, double most) {

  /// Sums figures up, at least one.
  static Sample of(Collection<Double> figures) {
    var sorted = figures.stream().sorted().toList();
    var half = sorted.size() / 2;
    var median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Sample(sorted.getFirst(), median, sorted.getLast());
  }

  /// Writes ratios: `0.91× (0.85–1.04)`, the middle one in bold.
  String ratio() {
    return "**%s×** (%s–%s)".formatted(two(median), two(least), two(most));
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
