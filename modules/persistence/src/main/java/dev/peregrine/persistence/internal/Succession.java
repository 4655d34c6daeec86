package dev.peregrine.persistence.internal;

/// Decides which of a database's servers is the primary, from what they say of themselves. Confined
/// to one context.
///
/// Who takes writes on the highest timeline that any server has been seen on is it. A promotion
/// begins a higher timeline, so the one that was promoted takes over, and the one that it followed
/// is never written to again, whatever it says when it is back. Of two on one timeline the present
/// one stays: which of their histories is meant, nobody here can know.
public final class Succession {

  private boolean known;
  private long system;
  private int primary;
  private int ofPrimary;
  private int highest;

  /// What a server is.
  public enum Role {
    /// The primary.
    PRIMARY,
    /// It follows, on the timeline that counts.
    FOLLOWER,
    /// It follows, on a timeline that ended.
    BEHIND,
    /// It takes writes and must not.
    FENCED,
    /// It has another database.
    FOREIGN,
    /// The server that was configured as primary has not been seen yet.
    UNKNOWN
  }

  /// Judges what a server says.
  ///
  /// @param server its place in the configuration; 0 is taken for the primary at first
  /// @param at what it says
  public Role judge(int server, ServerPosition at) {
    if (!known) {
      if (server != 0) {
        return Role.UNKNOWN;
      }
      known = true;
      system = at.system();
    }
    if (at.system() != system) {
      return Role.FOREIGN;
    }
    highest = Math.max(highest, at.timeline());
    if (at.replica()) {
      return at.timeline() == highest ? Role.FOLLOWER : Role.BEHIND;
    }
    if (at.timeline() < highest || (server != primary && at.timeline() == ofPrimary)) {
      return Role.FENCED;
    }
    primary = server;
    ofPrimary = at.timeline();
    return Role.PRIMARY;
  }

  /// Returns the place of the primary.
  public int primary() {
    return primary;
  }

  /// Returns the highest timeline that was seen; 0 at first.
  public int timeline() {
    return highest;
  }

  /// Tells whether the primary is on it.
  boolean settled() {
    return ofPrimary == highest;
  }
}
