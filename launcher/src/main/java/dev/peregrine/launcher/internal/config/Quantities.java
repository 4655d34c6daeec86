package dev.peregrine.launcher.internal.config;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers, sizes and durations as people write them. Whatever is none of these reads as null.
final class Quantities {

  /// Beyond it, nanoseconds no longer fit a long.
  private static final long LONGEST_COUNTED_DAYS = 100_000;

  private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");
  private static final Pattern SIZE = Pattern.compile("([0-9][0-9_]*) ?(B|KiB|MiB|GiB|TiB)?");
  private static final Pattern DURATION = Pattern.compile("([0-9]+) ?(ns|us|ms|s|m|h|d)");
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ns", Duration.ofNanos(1),
          "us", Duration.ofNanos(1_000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Quantities() {}

  static @Nullable Object longNumber(String text) {
    var digits = text.strip();
    if (!DIGITS.matcher(digits).matches()) {
      return null;
    }
    try {
      return Long.valueOf(digits.replace("_", ""));
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  static @Nullable Object wholeNumber(String text) {
    return narrowed(longNumber(text));
  }

  static @Nullable Object number(String text) {
    try {
      var value = new BigDecimal(text.strip()).doubleValue();
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  static @Nullable Object size(String text) {
    var matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    var unit = matcher.group(2) == null ? 1L : BYTES.getOrDefault(matcher.group(2), 1L);
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1).replace("_", "")), unit);
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      return null;
    }
  }

  static @Nullable Object smallSize(String text) {
    return narrowed(size(text));
  }

  static @Nullable Object duration(String text) {
    var matcher = DURATION.matcher(text.strip());
    try {
      if (!matcher.matches()) {
        var iso = Duration.parse(text.strip());
        return iso.isNegative() ? null : iso;
      }
      var unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
      return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    } catch (DateTimeException | NumberFormatException | ArithmeticException malformed) {
      return null;
    }
  }

  /// Writes a duration in the largest unit that divides it: `90s`, `2m`.
  static String spelled(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.toDays() > LONGEST_COUNTED_DAYS) {
      return duration.toString();
    }
    for (var unit : new String[] {"d", "h", "m", "s", "ms", "us", "ns"}) {
      var count = duration.dividedBy(UNITS.getOrDefault(unit, Duration.ZERO));
      if (UNITS.getOrDefault(unit, Duration.ZERO).multipliedBy(count).equals(duration)) {
        return count + unit;
      }
    }
    return duration.toString();
  }

  /// Writes a size in the largest unit that divides it: `64KiB`.
  static String spelled(long bytes) {
    for (var unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
      var one = BYTES.getOrDefault(unit, 1L);
      if (bytes != 0 && bytes % one == 0) {
        return bytes / one + unit;
      }
    }
    return Long.toString(bytes);
  }

  private static @Nullable Object narrowed(@Nullable Object number) {
    return number instanceof Long value && value == value.intValue() ? value.intValue() : null;
  }
}
