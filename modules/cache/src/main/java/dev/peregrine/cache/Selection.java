package dev.peregrine.cache;

import dev.peregrine.cache.internal.Glob;
import dev.peregrine.cache.internal.Texts;

/// Which entries of a region are meant.
public sealed interface Selection {

  /// Longest key, in bytes of UTF-8.
  int MAX_KEY_BYTES = 1_024;

  /// Longest tag, in bytes of UTF-8.
  int MAX_TAG_BYTES = 128;

  /// Longest pattern, in characters.
  int MAX_PATTERN_LENGTH = 256;

  /// The entry of one key.
  ///
  /// @param text the key as text, 1 to 1,024 bytes of UTF-8
  record Key(String text) implements Selection {

    /// Checks the length.
    ///
    /// @throws IllegalArgumentException if it is out of bounds, or not writable as UTF-8
    public Key {
      Texts.require(text, "cache key", MAX_KEY_BYTES);
    }
  }

  /// Every entry that was loaded with a tag.
  ///
  /// @param name the tag, 1 to 128 bytes of UTF-8
  record Tag(String name) implements Selection {

    /// Checks the length.
    ///
    /// @throws IllegalArgumentException if it is out of bounds, or not writable as UTF-8
    public Tag {
      Texts.require(name, "cache tag", MAX_TAG_BYTES);
    }
  }

  /// Every entry whose key, as text, matches a pattern.
  ///
  /// @param text `*` stands for any characters, also none, `?` for one, and a backslash makes the
  ///   next one ordinary; 1 to 256 characters
  record Pattern(String text) implements Selection {

    /// Checks the length.
    ///
    /// @throws IllegalArgumentException if it is out of bounds, ends with a lone backslash, or is
    ///   not writable as UTF-8
    public Pattern {
      Glob.require(text);
    }

    /// Returns the pattern of all keys that begin with a text.
    ///
    /// @param text how the keys begin, taken literally
    public static Pattern beginningWith(String text) {
      return new Pattern(Glob.literal(text) + "*");
    }
  }

  /// Every entry.
  record Everything() implements Selection {}
}
