package dev.peregrine.cache.internal;

/// The right to fill one key, alive until the key is invalidated or the lease runs out (leases,
/// NSDI 2013 §3.2.1).
///
/// @param token shown again when filling; empty when somebody else holds the lease
/// @param position end of the invalidation log before the load starts
record Lease(String token, long position) {

  boolean granted() {
    return !token.isEmpty();
  }
}
