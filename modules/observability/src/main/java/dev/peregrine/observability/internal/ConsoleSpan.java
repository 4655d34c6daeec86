package dev.peregrine.observability.internal;

import dev.peregrine.observability.internal.ConsoleSample.Traffic;
import java.util.Deque;
import java.util.Iterator;

/// What lies between looks of the console.
///
/// @param oldest the first look of the last ten seconds
/// @param before the last look but one
/// @param newest the last look
record ConsoleSpan(ConsoleSample oldest, ConsoleSample before, ConsoleSample newest) {

  /// Returns what lies between these looks, at least one.
  static ConsoleSpan of(Deque<ConsoleSample> samples) {
    Iterator<ConsoleSample> backwards = samples.descendingIterator();
    var newest = backwards.next();
    return new ConsoleSpan(
        samples.getFirst(), backwards.hasNext() ? backwards.next() : newest, newest);
  }

  /// Returns whether there is anything in between.
  boolean isEmpty() {
    return oldest.nanos() == newest.nanos();
  }

  double seconds() {
    return newest.secondsSince(oldest);
  }

  /// Returns a count of the last second, a second; not a number before there are two looks.
  double rate(long count) {
    return before.nanos() == newest.nanos() ? Double.NaN : count / newest.secondsSince(before);
  }

  /// Returns a count of all ten seconds, a second.
  double meanRate(long count) {
    return isEmpty() ? Double.NaN : count / seconds();
  }

  Traffic traffic(ConsoleSample.Place place) {
    return newest
        .traffic()
        .getOrDefault(place, Traffic.NONE)
        .since(oldest.traffic().getOrDefault(place, Traffic.NONE));
  }

  Distribution lag(String loop) {
    return newest
        .loops()
        .getOrDefault(loop, Distribution.NONE)
        .since(oldest.loops().getOrDefault(loop, Distribution.NONE));
  }

  double pausedShare() {
    return isEmpty() ? Double.NaN : (newest.pausedMs() - oldest.pausedMs()) / 1_000.0 / seconds();
  }
}
