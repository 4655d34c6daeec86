package dev.peregrine.observability;

/// How one dependency is.
///
/// @param level whether the node can do without
/// @param detail a few words for an operator, without secrets; may be empty
public record HealthState(Level level, String detail) {

  /// Whether a node can work.
  public enum Level {
    /// All is well.
    UP,
    /// Something is away that the node can do without for a while: it stays ready.
    DEGRADED,
    /// The node cannot work: it is not ready.
    DOWN
  }

  /// Says that all is well.
  public static HealthState up() {
    return new HealthState(Level.UP, "");
  }

  /// Says that something is away that the node can do without.
  ///
  /// @param detail what
  public static HealthState degraded(String detail) {
    return new HealthState(Level.DEGRADED, detail);
  }

  /// Says that the node cannot work.
  ///
  /// @param detail why
  public static HealthState down(String detail) {
    return new HealthState(Level.DOWN, detail);
  }
}
