package dev.peregrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.testkit.ScriptedSmtp.Step;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedSmtpTest {

  private final ScriptedSmtp smtp = ScriptedSmtp.start();

  @AfterEach
  void close() {
    smtp.close();
  }

  @Test
  void without_a_script_mail_is_taken() throws MessagingException {
    send();

    assertThat(smtp.taken()).isEqualTo(1);
  }

  @Test
  void each_message_ends_as_its_step_says() throws MessagingException {
    smtp.next(Step.refuseRecipient("550 5.1.1 no such user"));
    smtp.next(Step.refuseMessage("452 4.2.2 full"));

    assertThatThrownBy(this::send).rootCause().hasMessageContaining("550 5.1.1");
    assertThatThrownBy(this::send).hasMessageContaining("452 4.2.2");
    send();

    assertThat(smtp.tried()).isEqualTo(3);
    assertThat(smtp.taken()).isEqualTo(1);
  }

  @Test
  void a_message_can_be_taken_and_its_sender_left_in_doubt() {
    smtp.next(Step.takeAndCut());

    assertThatThrownBy(this::send).isInstanceOf(MessagingException.class);

    assertThat(smtp.taken()).isEqualTo(1);
  }

  @Test
  void closing_it_ends_a_conversation_that_goes_on() throws MessagingException {
    try (var transport = session().getTransport("smtp")) {
      transport.connect();

      smtp.close();

      assertThat(transport.isConnected()).isFalse();
    }
  }

  private void send() throws MessagingException {
    var message = new MimeMessage(session());
    message.setFrom("shop@example.org");
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("ada@example.org"));
    message.setSubject("Hello");
    message.setText(".\na line that begins with a dot\n");
    Transport.send(message);
  }

  private Session session() {
    var settings = new Properties();
    settings.put("mail.smtp.host", "127.0.0.1");
    settings.put("mail.smtp.port", Integer.toString(smtp.port()));
    settings.put("mail.smtp.timeout", "10000");
    settings.put("mail.smtp.connectiontimeout", "10000");
    return Session.getInstance(settings);
  }
}
