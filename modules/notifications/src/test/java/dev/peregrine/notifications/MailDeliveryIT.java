package dev.peregrine.notifications;

import static dev.peregrine.notifications.MailRig.config;
import static dev.peregrine.notifications.MailRig.text;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peregrine.embedded.CaughtMail;
import dev.peregrine.embedded.Mailbox;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Mail on its way to a mailbox.
class MailDeliveryIT {

  private final Mailbox mailbox = Mailbox.start(0, 1_000);
  private final MailRig node = new MailRig();

  @BeforeEach
  void empty() {
    MailRig.execute("truncate outbox, outbox_sent");
  }

  @AfterEach
  void close() {
    node.close();
    mailbox.close();
    assertThat(node.uncaught).isEmpty();
  }

  @Test
  void a_mail_arrives_as_it_was_meant() {
    node.start(config(mailbox.port()));
    var id = node.welcome("Zoë 👩‍👧 Ångström", "zoe@example.org");

    node.nudge();

    soon().until(() -> mailbox.count() == 1);
    var mail = mailbox.newest(1).getFirst();
    assertThat(mail.subject()).isEqualTo("Welcome, Zoë 👩‍👧 Ångström");
    assertThat(mail.text()).startsWith("Hello Zoë 👩‍👧 Ångström,").contains("number is 42");
    assertThat(mail.messageId()).isEqualTo("<" + id + "@peregrine.example>");
    assertThat(mail.to()).containsExactly("zoe@example.org");
    assertThat(mail.from()).isEqualTo("no-reply@peregrine.example");
    soon().untilAsserted(() -> assertThat(sentRows()).isEqualTo("1"));
    assertThat(node.sent).hasValue(1);
  }

  @Test
  void a_nudge_is_heard_at_once() {
    node.start(config(mailbox.port()));
    // By now the next look is 1.6 s away or more, and so it is after each in vain.
    soon().until(() -> node.claims.get() >= 9);
    var start = System.nanoTime();

    for (var nudges = 0; nudges < 20; nudges++) {
      var looks = node.claims.get();
      node.nudge();
      soon().pollInterval(Duration.ofMillis(5)).until(() -> node.claims.get() > looks);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("by itself it would look after 32 s for the twentieth time")
        .isLessThan(Duration.ofSeconds(25));
    node.welcome("Ada", "ada@example.org");
    node.nudge();
    soon().until(() -> mailbox.count() == 1);
  }

  @Test
  void without_a_nudge_it_is_found_too() {
    node.start(config(mailbox.port()));

    node.welcome("Ada", "ada@example.org");

    soon().until(() -> mailbox.count() == 1);
  }

  @Test
  void while_the_server_is_away_nothing_is_lost_and_nothing_counts() {
    mailbox.stop();
    node.start(config(mailbox.port()));
    for (var i = 0; i < 20; i++) {
      node.welcome("Ada", "ada" + i + "@example.org");
    }
    node.nudge();
    soon().until(() -> node.paused.get() >= 3);
    assertThat(node.dead).hasValue(0);
    assertThat(node.retried).hasValue(0);

    mailbox.restart();

    soon().until(() -> sentRows().equals("20"));
    assertThat(messageIds()).hasSize(20).doesNotHaveDuplicates();
    assertThat(text("select max(attempts) from outbox_sent")).isEqualTo("1");
    assertThat(node.resumed).hasValue(1);
  }

  @Test
  void who_is_refused_for_good_is_dead_and_nobody_else() {
    mailbox.refuse("reject.example", "550 5.1.1 no such user");
    node.start(config(mailbox.port()));
    for (var i = 0; i < 30; i++) {
      node.welcome("Ada", "ada" + i + (i % 3 == 0 ? "@reject.example" : "@example.org"));
    }

    node.nudge();

    soon().until(() -> sentRows().equals("20"));
    soon().until(() -> text("select count(*) from outbox where state = 2").equals("10"));
    assertThat(text("select count(*) from outbox")).isEqualTo("10");
    assertThat(text("select bool_and(recipient like '%@reject.example') from outbox"))
        .isEqualTo("t");
    assertThat(text("select min(last_code) from outbox")).isEqualTo("550");
    assertThat(node.dead).hasValue(10);
    assertThat(node.paused).hasValue(0);
  }

  @Test
  void who_is_put_off_is_tried_again() {
    mailbox.refuse("later.example", "451 4.3.0 try later");
    node.start(config(mailbox.port()));
    var id = node.welcome("Ada", "ada@later.example");
    node.nudge();
    soon().until(() -> node.retried.get() >= 2);
    assertThat(mailbox.count()).isZero();

    mailbox.acceptAll();

    soon().until(() -> mailbox.count() == 1);
    soon().until(() -> sentRows().equals("1"));
    assertThat(text("select attempts >= 3 from outbox_sent where id = '" + id + "'"))
        .isEqualTo("t");
  }

  @Test
  void what_no_mail_can_be_made_of_is_dead_with_the_reason() {
    node.start(config(mailbox.port()));
    var unknown = node.append("ada@example.org", "{\"template\":\"farewell\"}");
    var unreadable = node.append("ada@example.org", "[]");
    var nobody = node.welcome("Ada", "Ada <ada@example.org>\r\nBcc: evil@example.net");

    node.nudge();

    soon().until(() -> text("select count(*) from outbox where state = 2").equals("3"));
    assertThat(reason(unknown)).isEqualTo("template: farewell is unknown");
    assertThat(reason(unreadable)).isEqualTo("payload: not a JSON object");
    assertThat(reason(nobody)).startsWith("recipient: not a plain address");
    assertThat(mailbox.count()).isZero();
  }

  @Test
  void two_nodes_send_each_mail_once() {
    for (var i = 0; i < 200; i++) {
      node.welcome("Ada", "ada" + i + "@example.org");
    }
    try (var other = new MailRig();
        var server = new HostileSmtp()) {
      var mailers = config(server.port()).slots();
      server.answer(
          ".", Collections.nCopies(2 * mailers, HostileSmtp.STALL).toArray(String[]::new));
      node.start(config(server.port()));
      other.start(config(server.port()));
      soon().until(() -> server.stalledConnections() == 2 * mailers);
      assertThat(node.sent.get() + other.sent.get()).isZero();

      server.release("250 taken");

      soon().until(() -> sentRows().equals("200"));
      assertThat(server.messageIds()).hasSize(200).doesNotHaveDuplicates();
      soon().until(() -> node.sent.get() + other.sent.get() == 200);
      assertThat(node.sent.get()).as("both had work").isBetween(mailers, 200 - mailers);
      assertThat(node.leaseLost.get() + other.leaseLost.get()).isZero();
    }
  }

  @Test
  void no_log_line_names_a_recipient() {
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var rooms = (Logger) LoggerFactory.getLogger("dev.peregrine");
    root.addAppender(lines);
    rooms.setLevel(Level.TRACE);
    mailbox.refuse("reject.example", "550 5.1.1 <canary@reject.example> no such user");
    mailbox.refuse("later.example", "451 4.3.0 <canary@later.example> try later");
    node.start(config(mailbox.port()));
    node.welcome("Ada", "canary@reject.example");
    node.welcome("Ada", "canary@later.example");
    node.welcome("Ada", "canary@\u0007example.org");
    node.nudge();

    soon().until(() -> node.dead.get() == 2 && node.retried.get() >= 1);
    soon().until(() -> text("select count(last_error) from outbox").equals("3"));

    rooms.setLevel(null);
    root.detachAppender(lines);
    assertThat(lines.list).hasSizeGreaterThanOrEqualTo(3);
    assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
        .noneMatch(line -> line.contains("canary"));
    assertThat(text("select string_agg(last_error, ' ') from outbox")).doesNotContain("canary");
  }

  private List<String> messageIds() {
    return mailbox.newest(1_000).stream().map(CaughtMail::messageId).toList();
  }

  private static String sentRows() {
    return text("select count(*) from outbox_sent");
  }

  private static String reason(UUID id) {
    return text("select last_error from outbox where id = '" + id + "'");
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }
}
