package dev.peregrine.launcher.internal.config;

import java.util.List;

/// A value as its source wrote it, before anybody knows its type.
sealed interface Written {

  /// Where it stands, for people: `conf/peregrine.yaml, line 12`.
  String source();

  /// One text.
  record One(String text, String source) implements Written {}

  /// A list of texts, each with its own place.
  record Many(List<One> items, String source) implements Written {

    /// Copies the list.
    public Many {
      items = List.copyOf(items);
    }
  }

  /// The key alone, without a value: an absent optional, an empty list.
  record Nothing(String source) implements Written {}
}
