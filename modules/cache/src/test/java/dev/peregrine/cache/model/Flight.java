package dev.peregrine.cache.model;

/// Where a node's fetch of the key is.
enum Flight {
  NONE,
  /// Redis had an entry, which is not looked at yet.
  FOUND,
  /// It was asked for the lease, and the end of the log is not read yet.
  LEASED,
  /// The source is about to be read.
  LOADING,
  /// The source has answered.
  LOADED
}
