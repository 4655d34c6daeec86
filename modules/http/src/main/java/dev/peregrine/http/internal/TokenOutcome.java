package dev.peregrine.http.internal;

import dev.peregrine.http.Caller;

/// What a token turned out to be.
sealed interface TokenOutcome {

  /// It is good.
  ///
  /// @param caller who bears it
  /// @param forSeconds how much longer it is good, at least 1
  record Good(Caller caller, long forSeconds) implements TokenOutcome {}

  /// It is not good.
  ///
  /// @param why a sentence for people, which repeats nothing of it
  record Bad(String why) implements TokenOutcome {}

  /// It names a key that is not known; perhaps the issuer has a new one.
  record UnknownKey() implements TokenOutcome {}
}
