package dev.peregrine.launcher.internal.config;

/// One thing that is wrong with the configuration.
///
/// @param what the key, its value and what was expected; fit to be shown
/// @param source where it stands, for people
public record Problem(String what, String source) {

  @Override
  public String toString() {
    return what + "\n    from " + source;
  }
}
