package dev.peregrine.customers.internal;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The header `Prefer` (RFC 7240). What is not understood in it counts as not there.
final class Preferences {

  static final String RESPOND_ASYNC = "respond-async";

  private Preferences() {}

  /// Tells whether the client would rather be told where to ask than wait.
  ///
  /// @param header all headers of that name, joined by commas
  static boolean respondAsync(Optional<String> header) {
    return header.filter(text -> names(text).contains(RESPOND_ASYNC)).isPresent();
  }

  /// Returns the preferences that have no value.
  private static Set<String> names(String header) {
    var names = new HashSet<String>();
    var quoted = false;
    var from = 0;
    for (var at = 0; at <= header.length(); at++) {
      var end = at == header.length();
      var c = end ? ',' : header.charAt(at);
      if (c == '\\' && quoted) {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && (end || !quoted)) {
        names.add(name(header.substring(from, at)));
        from = at + 1;
      }
    }
    return names;
  }

  /// An empty value is none; parameters behind a semicolon are for others.
  private static String name(String preference) {
    var parameters = preference.indexOf(';');
    var first = parameters < 0 ? preference : preference.substring(0, parameters);
    return first.replaceFirst("\\s*=\\s*(\"\")?\\s*$", "").strip().toLowerCase(Locale.ROOT);
  }
}
