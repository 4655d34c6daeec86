package dev.peregrine.persistence;

import dev.peregrine.bus.Topic;

/// Every address that the outbox owns.
public final class OutboxPort {

  /// Told by a writer on its own node after its commit, so that relays look at once. A nudge: at
  /// most once, and nothing is lost with it, since relays poll.
  public static final Topic<OutboxAppended> APPENDED =
      new Topic<>("persistence.appended", OutboxAppended.class);

  private OutboxPort() {}
}
