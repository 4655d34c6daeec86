package dev.peregrine.notifications.internal;

import dev.peregrine.persistence.OutboxFault;

/// How the sending of one mail ended.
sealed interface Verdict {

  /// The server took it.
  record Delivered() implements Verdict {}

  /// Not now: the same mail may pass later.
  ///
  /// @param fault what the server said
  record Later(OutboxFault fault) implements Verdict {}

  /// The server has the mail, but its answer was lost: to be sent again, with the same id.
  ///
  /// @param fault how it was lost
  record Unclear(OutboxFault fault) implements Verdict {}

  /// Never: this mail cannot pass.
  ///
  /// @param fault what the server said
  record Refused(OutboxFault fault) implements Verdict {}

  /// The server is away; the mail had no part in it.
  ///
  /// @param fault how that showed
  record Away(OutboxFault fault) implements Verdict {}

  /// The server does not want us; no mail will pass until somebody mends the configuration.
  ///
  /// @param key which part of it
  /// @param fault what the server said
  record Misconfigured(String key, OutboxFault fault) implements Verdict {}
}
