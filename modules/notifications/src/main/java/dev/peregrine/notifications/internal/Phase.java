package dev.peregrine.notifications.internal;

/// How far the conversation about one mail got, as seen by what was last said to the server.
enum Phase {
  /// Not a word about this mail yet: connecting, greeting, encryption.
  GREETING,
  /// Logging in.
  LOGIN,
  /// The sender was named.
  SENDER,
  /// The recipient was named.
  RECIPIENT,
  /// The mail itself is on its way.
  CONTENT,
  /// The mail is complete, and the server's word is awaited: it has it, or it has not.
  DOT,
  /// The server's word has begun to arrive.
  ANSWERED;

  /// Returns the phase after saying something.
  ///
  /// @param said a line, or lines, with line ends
  Phase after(String said) {
    if (this == CONTENT) {
      // Within the mail, commands are just text, and a single dot was doubled.
      return said.equals(".\r\n") ? DOT : CONTENT;
    }
    if (said.startsWith("MAIL FROM:")) {
      return SENDER;
    }
    if (said.startsWith("RCPT TO:")) {
      return RECIPIENT;
    }
    if (said.startsWith("DATA\r")) {
      return CONTENT;
    }
    if (said.startsWith("AUTH ")) {
      return LOGIN;
    }
    return said.startsWith("RSET") || said.startsWith("EHLO") ? GREETING : this;
  }

  /// Tells whether the server has the whole mail, so that it may deliver it whatever becomes of the
  /// connection.
  boolean mailIsOut() {
    return this == DOT || this == ANSWERED;
  }

  /// Tells whether the server was willing to talk about this mail.
  boolean aboutThisMail() {
    return compareTo(SENDER) >= 0;
  }
}
