package dev.peregrine.persistence;

import java.time.Instant;
import java.util.UUID;

/// One entry under lease: what is to be done, and the right to say how it ended.
///
/// Its text form names neither recipient nor payload, so that it may be logged.
///
/// @param id the same for every attempt: what the receiver recognises a duplicate by
/// @param lane which kind of work
/// @param recipient whom it is for
/// @param payload what it is about, JSON
/// @param attempts how many were begun, this one included
/// @param leaseToken the lease; who holds an older one is not listened to any more
/// @param expiresAt from then on it is dead instead of tried, on the database's clock
public record OutboxEntry(
    UUID id,
    String lane,
    String recipient,
    String payload,
    int attempts,
    long leaseToken,
    Instant expiresAt) {

  @Override
  public String toString() {
    return lane + " " + id + " (attempt " + attempts + ")";
  }
}
