package dev.peregrine.persistence;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/// Ids for outbox entries: UUIDv7, so that neighbours in time are neighbours in the index.
public final class OutboxIds {

  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private OutboxIds() {}

  /// Returns an id that no other call, on any node, returns. Safe on any thread.
  public static UUID next() {
    return IDS.generate();
  }
}
