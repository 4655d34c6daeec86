package dev.peregrine.cache;

import dev.peregrine.cache.internal.Texts;
import java.util.Optional;

/// Asks to remember a value that the asker knows to be the source's.
///
/// @param region which region; this node must know it
/// @param key the key as text
/// @param loaded what to remember, as a loader would say it
/// @param expected the version that is to be replaced; [Token#NONE]: none is to be there; empty:
///   whatever is there
public record PutEntry(
    String region, String key, Loaded<? extends Record> loaded, Optional<Token> expected) {

  /// Checks the region's name.
  ///
  /// @throws IllegalArgumentException if no region can have it, or nothing is to be remembered
  public PutEntry {
    Texts.requireRegion(region);
    if (loaded.keeping() != Loaded.Keeping.STORED) {
      throw new IllegalArgumentException(
          "cache put: " + loaded.keeping() + " (expected: something to remember)");
    }
  }
}
