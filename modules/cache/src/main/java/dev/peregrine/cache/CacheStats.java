package dev.peregrine.cache;

/// Told what the cache does, so that whoever measures the house can; called on any thread.
public interface CacheStats {

  /// Measures nothing.
  CacheStats NONE = (region, event) -> {};

  /// What can happen in a region.
  enum Event {
    /// This process's memory answered.
    NEAR_HIT,
    /// Redis answered.
    FAR_HIT,
    /// This process's memory answered with something stale.
    NEAR_STALE,
    /// Redis answered with something stale.
    FAR_STALE,
    /// Something stale was served since the source could not be asked; counted beside the tier.
    STALE_ON_ERROR,
    /// Something stale was fetched again.
    REFRESH,
    /// That failed.
    REFRESH_FAILED,
    /// The source was asked.
    LOAD,
    /// A caller waited for another's load or look-up of the same key.
    COALESCED,
    /// The source failed.
    LOAD_FAILED,
    /// A load was refused: too many at once.
    LOAD_REFUSED,
    /// A key was evicted here.
    EVICTION,
    /// A tag was evicted here.
    TAG_EVICTION,
    /// A pattern was evicted here.
    PATTERN_EVICTION,
    /// The whole region was evicted here.
    REGION_EVICTION,
    /// An eviction could not be written to Redis, and is owed to it.
    EVICTION_OWED,
    /// An entry in memory was found to be evicted by tag, pattern or region.
    NEAR_DROPPED,
    /// An entry in Redis was found to be evicted by tag, pattern or region, or could not be proven
    /// not to be.
    FAR_DROPPED,
    /// Redis did not answer, or not in time.
    FAR_FAILED,
    /// Redis held something that is not an entry of this shape.
    FAR_UNREADABLE,
    /// A loaded value was not remembered since it changed meanwhile.
    FILL_REJECTED,
    /// A value above its bound was served, not remembered.
    OVERSIZE,
    /// The codec could not write a value, or an accessor threw when it was weighed; it was served,
    /// not remembered.
    UNWRITABLE,
    /// A value was put.
    PUT,
    /// The loader said that what was remembered is still right.
    NOT_MODIFIED,
    /// An entry was fetched again before its end, since it was hit; counted beside the refresh.
    REFRESH_AHEAD,
    /// Another node's lease was not waited for any longer.
    LEASE_PASSED_OVER,
    /// Something was served without proof, since the region asks for it; counted beside the tier.
    UNPROVEN,
    /// History was lost, or the far tier failed over; counted for each region.
    HISTORY_LOST,
    /// A hit was compared with the source.
    AUDITED,
    /// It was still served when the source had had something else for longer than the bound allows.
    AUDIT_STALE
  }

  /// Something happened once.
  ///
  /// @param region where
  /// @param event what
  void count(String region, Event event);
}
