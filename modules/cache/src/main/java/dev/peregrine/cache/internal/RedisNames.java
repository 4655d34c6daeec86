package dev.peregrine.cache.internal;

/// What the keys of one namespace are called in Redis.
///
/// Everything of a namespace carries one hash tag, so that it stays in one slot of a Redis cluster
/// and changes there in one step.
///
/// @param namespace the first part of every key
record RedisNames(String namespace) {

  String entry(String record) {
    return "{" + namespace + "}:e:" + record;
  }

  String lease(String record) {
    return "{" + namespace + "}:l:" + record;
  }

  /// Returns the stream of invalidations.
  String log() {
    return "{" + namespace + "}:x";
  }

  /// Returns the hash of rules, with the floor below which everything was evicted, and the identity
  /// of the history that it belongs to.
  String rules() {
    return "{" + namespace + "}:t";
  }

  /// Returns the hash of nodes that follow the log.
  String followers() {
    return "{" + namespace + "}:n";
  }
}
