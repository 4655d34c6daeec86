package dev.peregrine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxIT {

  private final Mailbox mailbox = Mailbox.start(0, 3);

  @AfterEach
  void close() {
    mailbox.close();
  }

  @Test
  void a_message_can_be_read_as_soon_as_it_was_taken() throws MessagingException {
    var message = message("ada@example.org", "Grüße");
    message.setText("Schöne Grüße\n", "UTF-8");

    Transport.send(message);

    assertThat(mailbox.newest(10))
        .singleElement()
        .satisfies(mail -> {
          assertThat(mail.from()).isEqualTo("shop@example.org");
          assertThat(mail.to()).containsExactly("ada@example.org");
          assertThat(mail.subject()).isEqualTo("Grüße");
          assertThat(mail.text()).isEqualToIgnoringNewLines("Schöne Grüße\n");
          assertThat(mail.messageId()).startsWith("<").endsWith(">");
          assertThat(mail.sizeBytes()).isPositive();
        });
  }

  @Test
  void of_many_parts_the_plain_text_is_shown() throws MessagingException {
    var html = new MimeBodyPart();
    html.setContent("<p>Hello</p>", "text/html");
    var plain = new MimeBodyPart();
    plain.setText("Hello");
    var message = message("ada@example.org", "Parts");
    message.setContent(new MimeMultipart("alternative", html, plain));

    Transport.send(message);

    assertThat(mailbox.newest(1)).extracting(CaughtMail::text).containsExactly("Hello");
  }

  @Test
  void the_oldest_messages_are_dropped_and_still_counted() throws MessagingException {
    for (var i = 1; i <= 5; i++) {
      send("ada@example.org", "number " + i);
    }

    assertThat(mailbox.newest(10))
        .extracting(CaughtMail::subject)
        .containsExactly("number 5", "number 4", "number 3");
    assertThat(mailbox.newest(1)).extracting(CaughtMail::id).containsExactly(5L);
    assertThat(mailbox.count()).isEqualTo(5);

    mailbox.clear();
    assertThat(mailbox.newest(10)).isEmpty();
    assertThat(mailbox.count()).isZero();
  }

  @Test
  void chosen_recipients_are_refused_in_chosen_words() throws MessagingException {
    mailbox.refuse("Reject.example", "550 5.1.1 no such user");
    mailbox.refuse("later.example", "451 4.3.0 try later");

    assertThatThrownBy(() -> send("ada@reject.example", "never"))
        .isInstanceOf(SendFailedException.class)
        .rootCause()
        .hasMessageContaining("550 5.1.1 no such user");
    assertThatThrownBy(() -> send("ada@later.example", "not now"))
        .rootCause()
        .hasMessageContaining("451 4.3.0 try later");
    assertThat(mailbox.count()).isZero();

    mailbox.acceptAll();
    send("ada@reject.example", "after all");
    assertThat(mailbox.count()).isEqualTo(1);
  }

  @Test
  void a_refusal_is_an_smtp_reply() {
    assertThatThrownBy(() -> mailbox.refuse("reject.example", "no"))
        .hasMessage("reply: no (expected: as in 550 5.1.1 no such user)");
  }

  @Test
  void after_a_stop_it_can_be_started_again_on_the_same_port() throws MessagingException {
    send("ada@example.org", "before");

    mailbox.stop();
    assertThatThrownBy(() -> send("ada@example.org", "meanwhile"))
        .isInstanceOf(MessagingException.class);
    mailbox.restart();
    send("ada@example.org", "after");

    assertThat(mailbox.newest(10))
        .extracting(CaughtMail::subject)
        .containsExactly("after", "before");
  }

  @Test
  void a_port_that_is_taken_is_named() {
    assertThatThrownBy(() -> Mailbox.start(mailbox.port(), 1))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("port " + mailbox.port());
  }

  private void send(String to, String subject) throws MessagingException {
    var message = message(to, subject);
    message.setText("Hello");
    Transport.send(message);
  }

  private MimeMessage message(String to, String subject) throws MessagingException {
    var settings = new Properties();
    settings.put("mail.smtp.host", "127.0.0.1");
    settings.put("mail.smtp.port", Integer.toString(mailbox.port()));
    settings.put("mail.smtp.timeout", "10000");
    settings.put("mail.smtp.connectiontimeout", "10000");
    var message = new MimeMessage(Session.getInstance(settings));
    message.setFrom("shop@example.org");
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject(subject, "UTF-8");
    return message;
  }
}
