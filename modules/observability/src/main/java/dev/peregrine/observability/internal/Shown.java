package dev.peregrine.observability.internal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the console shows: numbers and texts of a bounded length.
final class Shown {

  private static final int NAME_CHARACTERS = 96;

  private Shown() {}

  /// Returns a number with three places; null for what is not one.
  static @Nullable Double number(double value) {
    return Double.isFinite(value) ? (Double) (Math.round(value * 1_000) / 1_000.0) : null;
  }

  /// Returns a share of a whole; null when the whole is nothing.
  static @Nullable Double share(long part, long whole) {
    return number((double) part / (double) whole);
  }

  /// Returns a name, cut off if it is very long.
  static String name(String name) {
    return text(name, NAME_CHARACTERS);
  }

  /// Returns a text in one line, cut off where it is too long.
  static String text(String text, int most) {
    var line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= most) {
      return line;
    }
    var end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
    return line.substring(0, end) + "…";
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// Returns the first of a list.
  static <T> JsonArray list(List<T> all, int most, Function<T, JsonObject> json) {
    var shown = new JsonArray();
    all.stream().limit(most).map(json).forEach(shown::add);
    return shown;
  }
}
