package dev.peregrine.launcher.internal.doctor;

import java.util.function.Supplier;

/// One thing that must hold on this machine.
public interface Check {

  /// Names the thing.
  String what();

  /// Looks; blocks for a few seconds at most.
  Finding look();

  /// Makes a check.
  ///
  /// @param what names the thing
  /// @param look looks
  static Check of(String what, Supplier<Finding> look) {
    record Named(String what, Supplier<Finding> looking) implements Check {
      @Override
      public Finding look() {
        return looking.get();
      }
    }
    return new Named(what, look);
  }
}
