package dev.peregrine.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsConfigTest {

  @Test
  void a_server_on_this_machine_needs_no_encryption_and_any_other_does() {
    assertThat(config().encryption()).isEqualTo(StartTls.DISABLED);
    assertThat(config().at("localhost", 25).encryption()).isEqualTo(StartTls.DISABLED);
    assertThat(config().at("127.0.0.1", 25).encryption()).isEqualTo(StartTls.DISABLED);
    assertThat(config().at("127.evil.example", 25).encryption()).isEqualTo(StartTls.REQUIRED);
    assertThat(config().at("smtp.example.org", 587).encryption()).isEqualTo(StartTls.REQUIRED);
  }

  @Test
  void a_wrong_value_is_refused_by_its_key() {
    assertThatThrownBy(() -> config().at("localhost", 99_999))
        .hasMessage("mail.port: 99999 (expected: 1 to 65535)");
    assertThatThrownBy(() -> config().at(" ", 25)).hasMessageStartingWith("mail.host: blank");
    assertThatThrownBy(() -> with("no-reply@example.org", 65, Duration.ofSeconds(1)))
        .hasMessage("mail.slots: 65 (expected: 1 to 64)");
    assertThatThrownBy(() -> with("no-reply@example.org", 8, Duration.ofSeconds(46)))
        .hasMessageStartingWith("mail.sendTimeout: PT46S (expected: 1ms to 45s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ada", "Ada <ada@example.org>", "a@b\r\nBcc: c@d", "a@b@c", "ü@example.org"})
  void a_sender_is_a_plain_address(String from) {
    assertThatThrownBy(() -> with(from, 8, Duration.ofSeconds(1)))
        .hasMessageStartingWith("mail.from: ");
  }

  @Test
  void a_password_never_crosses_a_network_readable_and_is_never_printed() {
    assertThatThrownBy(() -> login("smtp.example.org", StartTls.OPTIONAL))
        .hasMessageStartingWith("mail.startTls: OPTIONAL");

    assertThat(login("smtp.example.org", StartTls.REQUIRED).toString()).doesNotContain("s3cret");
    assertThat(login("localhost", StartTls.DISABLED).user()).contains("relay");
  }

  private static NotificationsConfig config() {
    return NotificationsConfig.defaults();
  }

  private static NotificationsConfig with(String from, int slots, Duration sendTimeout) {
    return new NotificationsConfig(
        Optional.empty(),
        25,
        from,
        "example.org",
        slots,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(1),
        sendTimeout);
  }

  private static NotificationsConfig login(String host, StartTls startTls) {
    return new NotificationsConfig(
        Optional.of(host),
        25,
        "no-reply@example.org",
        "example.org",
        8,
        Optional.of(startTls),
        Optional.of("relay"),
        Optional.of("s3cret"),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }
}
