package dev.peregrine.launcher.internal.doctor;

/// What a check has found.
public sealed interface Finding {

  /// It holds.
  ///
  /// @param text what was seen
  record Well(String text) implements Finding {}

  /// It does not hold.
  ///
  /// @param text what was seen
  /// @param cure what to do about it, in the imperative
  record Sick(String text, String cure) implements Finding {}
}
