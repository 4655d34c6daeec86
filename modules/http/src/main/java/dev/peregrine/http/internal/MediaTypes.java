package dev.peregrine.http.internal;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Chooses among media types.
final class MediaTypes {

  private MediaTypes() {}

  /// Returns which offer an `Accept` header likes best, the first of those it likes equally; null
  /// when it excludes them all.
  static @Nullable String choose(@Nullable String accept, List<String> offers) {
    var first = offers.getFirst();
    if (accept == null || accept.equals("*/*")) {
      return first;
    }
    var ranges = Weighted.parse(accept);
    ranges.removeIf(range -> range.value().indexOf('/') <= 0);
    if (ranges.isEmpty()) {
      return first;
    }
    String best = null;
    var bestWeight = 0;
    for (var offer : offers) {
      var weight = weight(ranges, offer);
      if (weight > bestWeight) {
        best = offer;
        bestWeight = weight;
      }
    }
    return best;
  }

  /// Returns the media type of a `Content-Type` header in lower case, without its parameters; null
  /// when they name a charset other than UTF-8.
  static @Nullable String ofBody(String contentType) {
    var lower = contentType.toLowerCase(Locale.ROOT);
    var semicolon = lower.indexOf(';');
    if (semicolon < 0) {
      return lower.strip();
    }
    var charset = lower.indexOf("charset=", semicolon);
    if (charset >= 0) {
      var name = lower.substring(charset + 8).replace("\"", "").strip();
      if (!name.equals("utf-8") && !name.startsWith("utf-8;")) {
        return null;
      }
    }
    return lower.substring(0, semicolon).strip();
  }

  /// The most specific range decides, not the heaviest.
  private static int weight(List<Weighted> ranges, String offer) {
    var family = offer.substring(0, offer.indexOf('/')) + "/*";
    var exact = -1;
    var ofFamily = -1;
    var any = -1;
    for (var range : ranges) {
      if (range.value().equals(offer)) {
        exact = Math.max(exact, range.weight());
      } else if (range.value().equals(family)) {
        ofFamily = range.weight();
      } else if (range.value().equals("*/*")) {
        any = range.weight();
      }
    }
    return exact >= 0 ? exact : ofFamily >= 0 ? ofFamily : Math.max(any, 0);
  }
}
