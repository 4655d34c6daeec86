package dev.peregrine.notifications.internal;

import dev.peregrine.notifications.NotificationsConfig;
import dev.peregrine.persistence.OutboxEntry;
import io.vertx.ext.mail.MailMessage;

/// Puts a letter into an envelope.
final class Mails {

  private Mails() {}

  /// Returns the mail for an entry; the same entry always gives the same message id.
  static MailMessage of(OutboxEntry entry, Letter.Written letter, NotificationsConfig config) {
    return new MailMessage()
        .setFrom(config.from())
        .setTo(entry.recipient())
        .setText(letter.text())
        .addHeader("Message-ID", "<" + entry.id() + "@" + config.domain() + ">")
        .addHeader("Subject", HeaderText.encoded(letter.subject()))
        .addHeader("Content-Type", "text/plain; charset=utf-8")
        .addHeader("Auto-Submitted", "auto-generated");
  }
}
