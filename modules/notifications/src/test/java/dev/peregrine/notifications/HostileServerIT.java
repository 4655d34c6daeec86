package dev.peregrine.notifications;

import static dev.peregrine.notifications.MailRig.config;
import static dev.peregrine.notifications.MailRig.text;
import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Mail on its way to a server that does not behave.
class HostileServerIT {

  private static final Duration PATIENT = Duration.ofSeconds(30);

  private final HostileSmtp server = new HostileSmtp();
  private final MailRig node = new MailRig();

  @BeforeEach
  void empty() {
    MailRig.execute("truncate outbox, outbox_sent");
  }

  @AfterEach
  void close() {
    node.close();
    server.close();
    assertThat(node.uncaught).isEmpty();
  }

  @Test
  void no_name_becomes_a_header_or_a_command() {
    node.start(config(server.port()));
    var names = HostileNames.all().filter(name -> !name.contains("\u0000")).toList();
    names.forEach(name -> node.welcome(name, "ada@example.org"));

    node.nudge();

    soon().until(() -> server.mails().size() == names.size());
    for (var mail : server.mails()) {
      var headers = mail.subList(0, mail.indexOf(""));
      assertThat(
              headers.stream()
                  .filter(line -> !line.startsWith(" "))
                  .map(line -> line.substring(0, line.indexOf(':'))))
          .containsExactlyInAnyOrder(
              "MIME-Version",
              "Date",
              "From",
              "To",
              "Message-ID",
              "Subject",
              "Content-Type",
              "Content-Transfer-Encoding",
              "Auto-Submitted");
      assertThat(headers).contains("To: ada@example.org").allMatch(line -> line.length() <= 78);
    }
    assertThat(server.messageIds()).doesNotHaveDuplicates();
  }

  @Test
  void a_cut_after_the_dot_is_sent_again_under_the_same_id() {
    server.answer(".", HostileSmtp.CUT);
    node.start(config(server.port()));
    var id = node.welcome("Ada", "ada@example.org");

    node.nudge();

    soon().until(() -> sentRows().equals("1"));
    var messageId = "<" + id + "@peregrine.example>";
    assertThat(server.messageIds()).containsExactly(messageId, messageId);
    assertThat(node.ambiguous).hasValue(1);
    assertThat(text("select attempts from outbox_sent")).isEqualTo("2");
  }

  @Test
  void a_server_that_says_nothing_after_the_dot_is_hung_up_on() {
    server.answer(".", HostileSmtp.STALL);
    node.start(config(server.port(), Duration.ofSeconds(3), Optional.empty()));
    node.welcome("Ada", "ada@example.org");

    node.nudge();

    soon().until(() -> sentRows().equals("1"));
    assertThat(node.ambiguous).hasValue(1);
    assertThat(server.mails()).hasSize(2);
    soon().until(() -> server.openConnections() <= 1);
  }

  @Test
  void a_cut_before_the_dot_is_tried_again_and_is_not_ambiguous() {
    server.answer("RCPT", HostileSmtp.CUT);
    node.start(config(server.port()));
    node.welcome("Ada", "ada@example.org");

    node.nudge();

    soon().until(() -> sentRows().equals("1"));
    assertThat(node.ambiguous).hasValue(0);
    assertThat(node.retried).hasValue(1);
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void a_server_that_hangs_up_on_everybody_is_away_and_costs_no_attempt() {
    server.answer("CONNECT", HostileSmtp.CUT, "421 too busy", "554 no", HostileSmtp.CUT);
    node.start(config(server.port()));
    for (var i = 0; i < 5; i++) {
      node.welcome("Ada", "ada@example.org");
    }

    node.nudge();

    soon().until(() -> sentRows().equals("5"));
    assertThat(node.paused.get()).isPositive();
    assertThat(text("select max(attempts) from outbox_sent")).isEqualTo("1");
  }

  @Test
  void a_wrong_password_pauses_the_lane_names_the_key_and_kills_nothing() {
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(lines);
    server.answer("EHLO", repeat("250-here\r\n250 AUTH PLAIN"));
    server.answer("AUTH", repeat("535 5.7.8 no"));
    node.start(config(server.port(), PATIENT, Optional.of("s3cret")));
    node.welcome("Ada", "ada@example.org");
    node.welcome("Bob", "bob@example.org");

    node.nudge();

    soon()
        .until(() ->
            text("select count(*) from outbox where not leased and state = 0 and attempts = 0")
                .equals("2"));
    soon().until(() -> node.paused.get() == 1);
    root.detachAppender(lines);
    assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
        .anyMatch(line -> line.contains("peregrine.mail.user"))
        .noneMatch(line -> line.contains("s3cret"));
    assertThat(server.mails()).isEmpty();
    assertThat(node.dead).hasValue(0);
  }

  @Test
  void a_server_without_encryption_gets_nothing_when_it_is_required() {
    var plain = config(server.port());
    node.start(
        new NotificationsConfig(
            plain.host(),
            plain.port(),
            plain.from(),
            plain.domain(),
            1,
            Optional.of(StartTls.REQUIRED),
            plain.user(),
            plain.password(),
            plain.connectTimeout(),
            plain.sendTimeout()));
    node.welcome("Ada", "ada@example.org");

    node.nudge();

    soon().until(() -> node.paused.get() == 1);
    assertThat(server.mails()).isEmpty();
    assertThat(node.dead).hasValue(0);
  }

  @Test
  void a_reply_of_many_lines_is_understood() {
    server.answer("EHLO", repeat("250-here\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES"));
    server.answer("RCPT", "550-5.1.1 no\r\n550 5.1.1 such user");
    node.start(config(server.port()));
    node.welcome("Ada", "ada@example.org");

    node.nudge();

    soon().until(() -> text("select last_code from outbox where state = 2").equals("550"));
    assertThat(text("select last_error from outbox")).contains("such user");
  }

  @Test
  void undeploying_finishes_what_is_in_flight_and_starts_nothing() {
    server.answer(".", repeat(HostileSmtp.STALL));
    var deployment = node.start(config(server.port(), PATIENT, Optional.empty()));
    for (var i = 0; i < 20; i++) {
      node.welcome("Ada", "ada" + i + "@example.org");
    }
    node.nudge();
    soon().until(() -> server.stalledConnections() == 8);

    var stopped = node.undeploy(deployment);
    soon().until(() -> node.stopping.get() == 1);
    assertThat(stopped.isComplete()).isFalse();
    server.release("250 taken");
    await(stopped);

    assertThat(sentRows()).isEqualTo("8");
    assertThat(text("select count(*) from outbox where attempts = 0 and not leased"))
        .isEqualTo("12");
    assertThat(server.mails()).hasSize(8);
    soon().until(() -> server.openConnections() == 0);
  }

  @Test
  void a_mixed_lot_ends_as_it_should() {
    var dots = new String[300];
    Arrays.setAll(
        dots, i -> i % 20 == 7 ? HostileSmtp.CUT : i % 3 == 1 ? "451 later" : "250 taken");
    server.answer(".", dots);
    node.start(config(server.port()));
    for (var i = 0; i < 100; i++) {
      node.welcome("Ada", "ada" + i + "@example.org");
    }

    node.nudge();

    soon()
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          MailRig.execute("update outbox set visible_at = now() where not leased");
          return sentRows().equals("100");
        });
    assertThat(List.copyOf(server.messageIds()).stream().distinct()).hasSize(100);
    assertThat(node.sent).hasValue(100);
    assertThat(server.mails()).hasSize(100 + node.retried.get());
  }

  private static String[] repeat(String reply) {
    var replies = new String[200];
    Arrays.fill(replies, reply);
    return replies;
  }

  private static String sentRows() {
    return text("select count(*) from outbox_sent");
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }
}
