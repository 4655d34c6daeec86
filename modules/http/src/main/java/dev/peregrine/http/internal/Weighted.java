package dev.peregrine.http.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One element of a header that weighs what the client would like: `gzip;q=0.5`.
///
/// @param value the element without its parameters, lower case
/// @param weight thousandths, 0 (never) to 1000
record Weighted(String value, int weight) {

  /// More elements than any client sends; the rest is not read.
  private static final int MOST = 32;

  /// Reads a header; an element that cannot be read is left out.
  static List<Weighted> parse(String header) {
    var elements = new ArrayList<Weighted>(4);
    var from = 0;
    while (from <= header.length() && elements.size() < MOST) {
      var comma = header.indexOf(',', from);
      var end = comma < 0 ? header.length() : comma;
      addElement(elements, header, from, end);
      from = end + 1;
    }
    return elements;
  }

  private static void addElement(List<Weighted> elements, String header, int from, int end) {
    var semicolon = header.indexOf(';', from);
    var valueEnd = semicolon < 0 || semicolon > end ? end : semicolon;
    var value = header.substring(from, valueEnd).strip().toLowerCase(Locale.ROOT);
    var weight = valueEnd == end ? 1000 : weight(header.substring(valueEnd + 1, end));
    if (!value.isEmpty() && weight >= 0) {
      elements.add(new Weighted(value, weight));
    }
  }

  /// Returns the weight among parameters, or -1 when it cannot be read.
  private static int weight(String parameters) {
    for (var part : parameters.split(";", 8)) {
      var stripped = part.strip();
      if (stripped.length() >= 2
          && (stripped.charAt(0) | 0x20) == 'q'
          && stripped.charAt(1) == '=') {
        return thousandths(stripped.substring(2));
      }
    }
    return 1000;
  }

  private static int thousandths(String text) {
    var wellFormed =
        !text.isEmpty()
            && text.length() <= 5
            && (text.charAt(0) == '0' || text.charAt(0) == '1')
            && (text.length() == 1 || text.charAt(1) == '.');
    if (!wellFormed) {
      return -1;
    }
    var result = (text.charAt(0) - '0') * 1000;
    for (int i = 2, unit = 100; i < text.length(); i++, unit /= 10) {
      var digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      result += digit * unit;
    }
    return result <= 1000 ? result : -1;
  }
}
