package dev.peregrine.perf.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Ways to start the service that are to be compared: a text with one a line, as in `serial:
/// -XX:+UseSerialGC`.
///
/// The first line is a comment and becomes the heading of the page; further comments and empty
/// lines are left out. The first variant is the one that the others are compared with.
///
/// @param title of the page
/// @param variants at least two
record VariantFile(String title, List<Variant> variants) {

  VariantFile {
    variants = List.copyOf(variants);
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException if it is not written so, with the line
  static VariantFile read(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    var variants = new ArrayList<Variant>();
    for (var number = 0; number < lines.size(); number++) {
      var line = lines.get(number).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        variants.add(variant(line, file + ":" + (number + 1) + ": "));
      }
    }
    if (variants.size() < 2 || !lines.getFirst().startsWith("#")) {
      throw new IllegalArgumentException(
          file + ": " + variants.size() + " (expected: # TITLE, then two variants or more)");
    }
    return new VariantFile(lines.getFirst().substring(1).strip(), variants);
  }

  private static Variant variant(String line, String where) {
    var colon = line.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(where + line + " (expected: NAME: OPTIONS)");
    }
    try {
      return Variant.of(line.substring(0, colon).strip(), line.substring(colon + 1));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(where + wrong.getMessage(), wrong);
    }
  }
}
