package dev.peregrine.cache;

import java.util.List;

/// What this node's cache holds at this moment.
///
/// @param coherent whether it has proof that it saw every invalidation older than the bound
/// @param regions one for each region
public record CacheFigures(boolean coherent, List<RegionFigures> regions) {

  /// Copies.
  public CacheFigures {
    regions = List.copyOf(regions);
  }
}
