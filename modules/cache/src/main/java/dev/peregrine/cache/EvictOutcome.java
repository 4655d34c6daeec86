package dev.peregrine.cache;

/// What became of an eviction.
public sealed interface EvictOutcome {

  /// It is forgotten here, and every node that can be reached will forget it.
  ///
  /// @param token reads with it see nothing older; [Token#NONE] when Redis could not be told: then
  ///   this node has forgotten, and tells the others when Redis is back
  record Evicted(Token token) implements EvictOutcome {}

  /// The text is no key of this region.
  record NotAKey() implements EvictOutcome {}
}
