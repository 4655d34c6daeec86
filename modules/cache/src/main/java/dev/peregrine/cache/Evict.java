package dev.peregrine.cache;

import dev.peregrine.cache.internal.Texts;

/// Asks every node to forget what is selected.
///
/// @param region which region; this node need not know it
/// @param what which of its entries
public record Evict(String region, Selection what) {

  /// Checks the region's name.
  ///
  /// @throws IllegalArgumentException if no region can have it
  public Evict {
    Texts.requireRegion(region);
  }
}
