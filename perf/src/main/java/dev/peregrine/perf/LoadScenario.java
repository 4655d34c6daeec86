package dev.peregrine.perf;

import java.util.Arrays;
import java.util.Locale;

/// How many requests begin in a second, from the first to the last, as multiples of a rate.
///
/// The model is open: requests begin when people would make them, whether or not earlier ones were
/// answered. So a service that stalls is seen to stall.
public enum LoadScenario {
  /// The rate, all the time.
  STEADY,
  /// From a tenth of the rate evenly up to three times the rate: where does it begin to hurt?
  RAMP,
  /// The rate, in the middle third five times as much, then the rate again: is it well afterwards?
  OVERLOAD;

  private static final double RAMP_FROM = 0.1;
  private static final double RAMP_TO = 3;
  private static final double OVER = 5;

  /// Returns its name on the command line and in files.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the multiple of the rate at a moment.
  ///
  /// @param part of the run that is over, 0 to 1
  public double multiple(double part) {
    return switch (this) {
      case STEADY -> 1;
      case RAMP -> RAMP_FROM + (RAMP_TO - RAMP_FROM) * part;
      case OVERLOAD -> part >= 1 / 3.0 && part < 2 / 3.0 ? OVER : 1;
    };
  }

  /// Returns the scenario of a name.
  ///
  /// @param word as [#word] returns it
  /// @throws IllegalArgumentException if there is none, naming those there are
  public static LoadScenario of(String word) {
    return Arrays.stream(values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "scenario: " + word + " (expected: steady, ramp or overload)"));
  }
}
