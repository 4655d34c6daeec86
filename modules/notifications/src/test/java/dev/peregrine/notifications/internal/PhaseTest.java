package dev.peregrine.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhaseTest {

  @ParameterizedTest
  @CsvSource({
    "GREETING, EHLO here, GREETING",
    "GREETING, STARTTLS, GREETING",
    "GREETING, AUTH LOGIN, LOGIN",
    "LOGIN, c2VjcmV0, LOGIN",
    "LOGIN, MAIL FROM:<a@b>, SENDER",
    "GREETING, MAIL FROM:<a@b>, SENDER",
    "SENDER, RCPT TO:<c@d>, RECIPIENT",
    "RECIPIENT, DATA, CONTENT",
    "CONTENT, Subject: ., CONTENT",
    "CONTENT, MAIL FROM:<a@b>, CONTENT",
    "CONTENT, RSET, CONTENT",
    "CONTENT, .., CONTENT",
    "CONTENT, ., DOT",
    "ANSWERED, RSET, GREETING",
    "ANSWERED, MAIL FROM:<a@b>, SENDER"
  })
  void what_is_said_moves_the_conversation_on(Phase before, String said, Phase after) {
    assertThat(before.after(said + "\r\n")).isEqualTo(after);
  }
}
