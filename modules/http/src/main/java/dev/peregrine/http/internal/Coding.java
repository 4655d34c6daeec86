package dev.peregrine.http.internal;

import java.util.List;
import java.util.Locale;

/// A content coding, the one that costs least for what it saves first.
public enum Coding {
  /// Zstandard, RFC 8878.
  ZSTD,
  /// Brotli, RFC 7932.
  BR,
  /// Gzip, RFC 1952.
  GZIP;

  private static final List<Coding> ALL = List.of(values());

  private final String token = name().toLowerCase(Locale.ROOT);
  private final String mark = "-" + token;

  /// Returns its name in `Accept-Encoding` and `Content-Encoding`.
  String token() {
    return token;
  }

  /// Returns what the tag of an answer so coded ends with, inside its quotes.
  String mark() {
    return mark;
  }

  /// Tells whether an entity tag ends as only the server lets one end.
  ///
  /// @param tag without quotes
  public static boolean marks(String tag) {
    return !unmarked(tag).equals(tag);
  }

  /// Returns an entity tag without the mark of a coding.
  ///
  /// @param tag without quotes
  public static String unmarked(String tag) {
    for (var coding : ALL) {
      if (tag.endsWith(coding.mark)) {
        return tag.substring(0, tag.length() - coding.mark.length());
      }
    }
    return tag;
  }
}
