package dev.peregrine.cache;

/// What became of a put.
public sealed interface PutOutcome {

  /// The far tier has it, and every node forgets what it had.
  ///
  /// @param token reads with it see nothing older
  record Stored(Token token) implements PutOutcome {}

  /// Another version is there than was expected; nothing has changed.
  record Conflict() implements PutOutcome {}

  /// It is above its bound, or the far tier is away: what was there is or will be evicted instead.
  record NotStored() implements PutOutcome {}

  /// There is no such region, or the text is no key of it.
  record NotAKey() implements PutOutcome {}
}
