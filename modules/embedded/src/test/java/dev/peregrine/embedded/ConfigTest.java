package dev.peregrine.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigTest {

  private static final Path HERE = Path.of("target");

  @Test
  void what_cannot_be_is_refused_by_name_value_and_expectation() {
    assertThatThrownBy(() -> new EmbeddedPostgresConfig(HERE, HERE, 99_999, true))
        .hasMessage("postgres.port: 99999 (expected: 0 to 65535)");
    assertThatThrownBy(() -> new EmbeddedRedisConfig(HERE, HERE, -1, 1 << 20))
        .hasMessage("redis.port: -1 (expected: 0 to 65535)");
    assertThatThrownBy(() -> new EmbeddedRedisConfig(HERE, HERE, 0, 1_000))
        .hasMessage("redis.maxMemoryBytes: 1000 (expected: at least 1048576)");
    assertThatThrownBy(() -> Mailbox.start(0, 0)).hasMessage("mail.keep: 0 (expected: at least 1)");
  }
}
