package dev.peregrine.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadPlanTest {

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080", "http://127.8.9.1:80", "http://[::1]:8080"})
  void loopback_may_be_loaded(String target) {
    assertThat(LoadPlan.on(URI.create(target)).clients()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.1:8080",
        "http://0.0.0.0:8080",
        "http://localhost:8080",
        "http://example.org:8080",
        "http://[2001:db8::1]:8080",
        "https://127.0.0.1:8080",
        "http://127.0.0.1",
        "/api"
      })
  void nothing_else_may_be_loaded(String target) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadPlan.on(URI.create(target)))
        .withMessage(
            "load.target: " + target + " (expected: http://, a loopback address and a port)");
  }

  @Test
  void bounds_are_told() {
    var target = URI.create("http://127.0.0.1:8080");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoadPlan(target, 2_001, 1, 1))
        .withMessage("load.clients: 2001 (expected: 1 to 2000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoadPlan(target, 1, 0, 1))
        .withMessage("load.customers: 0 (expected: 1 to 100000)");
  }

  @Test
  void a_run_has_an_end() throws Exception {
    var load = new LoadDriver(LoadPlan.on(URI.create("http://127.0.0.1:8080")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> load.run(Duration.ofHours(2), Duration.ZERO))
        .withMessage("load.howLong: PT2H (expected: at most PT1H)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load.run(Duration.ofHours(1), Duration.ofMillis(-1)))
        .withMessage("load.pause: PT-0.001S (expected: at most PT1M)");

    assertThat(load.close().toCompletionStage()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void the_shares_of_the_mix_add_up() {
    assertThat(Arrays.stream(RequestKind.values()).mapToInt(RequestKind::percent).sum())
        .isEqualTo(100);
    assertThat(RequestKind.at(0)).isEqualTo(RequestKind.FIND);
    assertThat(RequestKind.at(99)).isEqualTo(RequestKind.REPLACE);
  }
}
