package dev.peregrine.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.ext.mail.SMTPException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {

  @ParameterizedTest
  @CsvSource({
    "GREETING, 554, Away",
    "GREETING, 421, Away",
    "LOGIN, 535, Misconfigured",
    "LOGIN, 534, Misconfigured",
    "LOGIN, 454, Away",
    "SENDER, 530, Misconfigured",
    "SENDER, 550, Misconfigured",
    "SENDER, 451, Later",
    "SENDER, 552, Refused",
    "SENDER, 421, Away",
    "RECIPIENT, 550, Refused",
    "RECIPIENT, 551, Refused",
    "RECIPIENT, 553, Refused",
    "RECIPIENT, 450, Later",
    "RECIPIENT, 452, Later",
    "RECIPIENT, 421, Away",
    "RECIPIENT, 530, Misconfigured",
    "CONTENT, 451, Later",
    "CONTENT, 554, Refused",
    "DOT, 552, Refused",
    "ANSWERED, 554, Refused",
    "ANSWERED, 451, Later",
    "ANSWERED, 421, Away"
  })
  void a_reply_is_judged_by_what_it_answers(Phase phase, int code, String verdict) {
    var reply = new SMTPException("no", code, List.of(code + " 5.0.0 for ada@example.org"), false);

    assertThat(named(Verdicts.of(reply, phase))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "GREETING, Away",
    "LOGIN, Away",
    "SENDER, Later",
    "RECIPIENT, Later",
    "CONTENT, Later",
    "DOT, Unclear",
    "ANSWERED, Unclear"
  })
  void a_lost_connection_is_judged_by_how_far_the_mail_got(Phase phase, String verdict) {
    assertThat(named(Verdicts.of(new IOException("reset"), phase))).isEqualTo(verdict);
    // What is no reply at all says nothing about the mail.
    var garbage = new SMTPException("no", 500, List.of("HTTP/1.1 200 OK"), false);
    assertThat(named(Verdicts.of(garbage, phase))).isEqualTo(verdict);
  }

  @Test
  void what_only_an_operator_can_mend_names_the_key() {
    var tls = new VertxException("STARTTLS required but not supported by server", true);
    var login = new VertxException("login is required, but no allowed AUTH methods", true);

    assertThat(Verdicts.of(tls, Phase.GREETING))
        .isInstanceOfSatisfying(
            Verdict.Misconfigured.class, it -> assertThat(it.key()).isEqualTo("mail.startTls"));
    assertThat(Verdicts.of(login, Phase.GREETING))
        .isInstanceOfSatisfying(
            Verdict.Misconfigured.class, it -> assertThat(it.key()).isEqualTo("mail.user"));
    assertThat(named(Verdicts.of(new ConnectException("refused"), Phase.GREETING)))
        .isEqualTo("Away");
  }

  @Test
  void a_fault_names_nobody() {
    var reply = new SMTPException("no", 550, List.of("550 <ada@example.org> unknown"), false);

    assertThat(Verdicts.of(reply, Phase.RECIPIENT).toString()).doesNotContain("ada@example.org");
  }

  private static String named(Verdict verdict) {
    return verdict.getClass().getSimpleName();
  }
}
