package dev.peregrine.http.internal;

import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the query of a URI.
final class QueryString {

  private QueryString() {}

  /// Returns its parameters in their order.
  ///
  /// @throws Rejection with status 400 if one is given twice or not percent-encoded UTF-8
  static Map<String, String> parse(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return Map.of();
    }
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      var equals = pair.indexOf('=');
      var name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : Percent.decodeQuery(pair.substring(equals + 1));
      if (name == null || value == null) {
        throw refused("", "malformed", "The query is not percent-encoded UTF-8.");
      }
      if (parameters.putIfAbsent(name, value) != null) {
        throw refused(name, "repeated", "This parameter is given more than once.");
      }
    }
    return parameters;
  }

  private static Rejection refused(String name, String code, String detail) {
    return Rejection.invalid(FieldError.parameter(name, code, detail));
  }
}
