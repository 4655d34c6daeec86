package dev.peregrine.embedded.internal;

import com.icegreen.greenmail.mail.MovingMessage;
import java.util.Optional;

/// Where mail ends.
public interface MailSink {

  /// Decides about a recipient.
  ///
  /// @param address which
  /// @return the SMTP reply that refuses it; nothing to take it
  Optional<String> refusal(String address);

  /// Takes a message; when it throws, the sender hears 451.
  ///
  /// @param message with sender and recipients
  void take(MovingMessage message);
}
