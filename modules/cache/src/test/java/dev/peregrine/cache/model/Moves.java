package dev.peregrine.cache.model;

/// Takes the states that may follow a state.
@FunctionalInterface
interface Moves {

  /// Takes one.
  ///
  /// @param what what happens
  /// @param who which node or writer it happens to
  /// @param next the state afterwards
  void to(Step what, int who, State next);
}
