package dev.peregrine.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentsConfigTest {

  private static final PaymentsConfig USUAL = PaymentsConfig.defaults();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.org",
        "gateway",
        "http:///path",
        "http://user:word@example.org",
        "https://example.org/?key=1",
        "https://example.org/#part"
      })
  void a_place_that_is_none_is_refused_by_name(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(Optional.of(URI.create(uri)), Duration.ofSeconds(1), 1))
        .withMessageStartingWith("payments.url: ")
        .withMessageNotContaining("word");
  }

  @Test
  void what_is_out_of_bounds_is_refused_by_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(Optional.empty(), Duration.ZERO, 1))
        .withMessageStartingWith("payments.timeout: PT0S (expected: 1ms to 30s)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(Optional.empty(), Duration.ofSeconds(1), 0))
        .withMessageStartingWith("payments.connections: 0 (expected: 1 to 1000)");
  }

  @Test
  void a_place_is_given_to_the_services_that_have_none() {
    var own = URI.create("https://example.org/v1");
    var sandbox = URI.create("http://127.0.0.1:4711");

    assertThat(USUAL.at(sandbox).url()).contains(sandbox);
    assertThat(USUAL.at(sandbox).checksUrl()).contains(sandbox);
    assertThat(with(Optional.of(own), Duration.ofSeconds(1), 1).at(sandbox).url()).contains(own);
  }

  @Test
  void the_token_is_not_shown() {
    var config =
        new PaymentsConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.of("zqxjk"),
            USUAL.timeout(),
            1,
            1,
            1,
            USUAL.retryAfter(),
            64);

    assertThat(config.toString()).doesNotContain("zqxjk").contains("sandbox");
  }

  private static PaymentsConfig with(Optional<URI> url, Duration timeout, int connections) {
    return new PaymentsConfig(
        url,
        Optional.empty(),
        Optional.empty(),
        timeout,
        connections,
        USUAL.queue(),
        USUAL.failuresToOpen(),
        USUAL.retryAfter(),
        USUAL.answerLimitBytes());
  }
}
