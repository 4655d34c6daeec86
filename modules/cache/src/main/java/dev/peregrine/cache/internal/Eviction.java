package dev.peregrine.cache.internal;

import dev.peregrine.cache.Selection;
import java.util.Optional;

/// An eviction as the log has it.
///
/// @param region which region
/// @param what which of its entries
record Eviction(String region, Selection what) {

  static final String KEY = "k";
  private static final String TAG = "t";
  private static final String PATTERN = "g";
  private static final String EVERYTHING = "r";

  static Eviction ofEverything(String region) {
    return new Eviction(region, new Selection.Everything());
  }

  /// Returns what a record of the log says; nothing if it is of a kind or shape that this version
  /// does not know.
  static Optional<Eviction> parse(String kind, String record) {
    var colon = record.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    var region = record.substring(0, colon);
    var text = record.substring(colon + 1);
    try {
      return switch (kind) {
        case KEY -> Optional.of(new Eviction(region, new Selection.Key(text)));
        case TAG -> Optional.of(new Eviction(region, new Selection.Tag(text)));
        case PATTERN -> Optional.of(new Eviction(region, new Selection.Pattern(text)));
        case EVERYTHING -> Optional.of(ofEverything(region));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  String kind() {
    return switch (what) {
      case Selection.Key _ -> KEY;
      case Selection.Tag _ -> TAG;
      case Selection.Pattern _ -> PATTERN;
      case Selection.Everything() -> EVERYTHING;
    };
  }

  /// Returns region and text, which for a key is the name of its entry in Redis.
  String record() {
    var text =
        switch (what) {
          case Selection.Key(var key) -> key;
          case Selection.Tag(var name) -> name;
          case Selection.Pattern(var pattern) -> pattern;
          case Selection.Everything() -> "";
        };
    return region + ":" + text;
  }

  /// Tells whether it is of one key, which Redis itself forgets, and not of whatever a rule names.
  boolean isOfKey() {
    return what instanceof Selection.Key;
  }
}
