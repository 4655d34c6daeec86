package dev.peregrine.cache;

import dev.peregrine.cache.internal.Texts;
import java.util.List;

/// Asks every node to forget keys, in one exchange with the far tier.
///
/// @param region which region; this node need not know it
/// @param keys the keys as text, 1 to 1,000
public record EvictKeys(String region, List<String> keys) {

  /// Most keys of one question.
  public static final int MAX_KEYS = 1_000;

  /// Checks the region's name, and how many they are.
  ///
  /// @throws IllegalArgumentException if no region can have the name, or they are none or too many
  public EvictKeys {
    Texts.requireRegion(region);
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "cache keys: " + keys.size() + " at once (expected: 1 to " + MAX_KEYS + ")");
    }
  }
}
