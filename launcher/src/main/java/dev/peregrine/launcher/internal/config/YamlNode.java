package dev.peregrine.launcher.internal.config;

import java.util.List;

/// A piece of a YAML file and the line it starts on, counted from 1.
sealed interface YamlNode {

  /// The line it starts on.
  int line();

  /// A text.
  ///
  /// @param plain whether it stands without quotes, so that `null` and `~` mean nothing
  record Text(String text, boolean plain, int line) implements YamlNode {

    boolean nothing() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  /// A list.
  record Items(List<YamlNode> items, int line) implements YamlNode {}

  /// A mapping, with keys as often as they were written.
  record Fields(List<Field> fields, int line) implements YamlNode {}

  /// One entry of a mapping.
  record Field(YamlNode key, YamlNode value) {}
}
