package dev.peregrine.cache.internal;

/// A Redis stream id in one long: milliseconds in the upper bits, sequence in the lower twenty.
final class LogPosition {

  private static final int SEQUENCE_BITS = 20;

  /// Redis and this process may measure the same minute differently.
  private static final long CLOCK_SLACK_MS = 60_000;

  private LogPosition() {}

  static long parse(String id) {
    var dash = id.indexOf('-');
    var ms = Long.parseLong(id.substring(0, dash));
    return (ms << SEQUENCE_BITS) | Long.parseLong(id.substring(dash + 1));
  }

  /// Returns the place that is a time before another, or a little more.
  static long before(long position, long ms) {
    return Math.max(0, (position >>> SEQUENCE_BITS) - ms - CLOCK_SLACK_MS) << SEQUENCE_BITS;
  }

  /// Returns the first place of a millisecond.
  static long first(long ms) {
    return ms << SEQUENCE_BITS;
  }

  static String format(long position) {
    return (position >>> SEQUENCE_BITS) + "-" + (position & ((1L << SEQUENCE_BITS) - 1));
  }
}
