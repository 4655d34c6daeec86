package dev.peregrine.notifications;

/// Whether the conversation with the mail server is encrypted.
public enum StartTls {
  /// Never: for a server on this machine.
  DISABLED,
  /// If the server offers it; who sits in between can take the offer away.
  OPTIONAL,
  /// Always: a server that does not offer it gets no mail.
  REQUIRED
}
