package dev.peregrine.embedded;

import java.time.Instant;
import java.util.List;

/// A message that a [Mailbox] was sent.
///
/// @param id counts up from 1 in the order of arrival
/// @param receivedAt by this machine's clock
/// @param from the sender that the server was told, not the header; empty for a bounce
/// @param to the recipients that the server was told
/// @param subject decoded; empty when there is none
/// @param messageId the header, as sent; empty when there is none
/// @param text the first plain text in it, else the first text of any kind, decoded, at most its
///   first 100 000 characters; empty when there is none
/// @param sizeBytes of the whole message as sent
public record CaughtMail(
    long id,
    Instant receivedAt,
    String from,
    List<String> to,
    String subject,
    String messageId,
    String text,
    int sizeBytes) {

  /// Copies the recipients.
  public CaughtMail {
    to = List.copyOf(to);
  }
}
