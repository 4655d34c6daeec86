package dev.peregrine.launcher.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that somebody probably meant.
public final class Spelling {

  private static final int LONGEST = 200;

  private Spelling() {}

  /// Returns the known word nearest to a wrong one, if one is near: a third of its letters may
  /// differ. A key is also near when it ends in the same name.
  ///
  /// @param wrong what was written
  /// @param known what could have been meant
  public static Optional<String> nearest(String wrong, Collection<String> known) {
    if (wrong.length() > LONGEST) {
      return Optional.empty();
    }
    var near =
        known.stream()
            .min(Comparator.comparingInt(word -> distance(wrong, word)))
            .filter(word -> distance(wrong, word) <= Math.max(2, wrong.length() / 3));
    var name = wrong.substring(wrong.lastIndexOf('.') + 1);
    return near.or(() -> known.stream().filter(word -> word.endsWith("." + name)).findFirst());
  }

  /// Counts the letters to insert, delete or replace, ignoring case (Levenshtein).
  private static int distance(String one, String other) {
    var from = one.toLowerCase(Locale.ROOT);
    var to = other.toLowerCase(Locale.ROOT);
    var row = new int[to.length() + 1];
    for (var j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= from.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= to.length(); j++) {
        var replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
