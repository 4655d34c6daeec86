package dev.peregrine.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.embedded.EmbeddedServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinariesTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, postgres-linux-x86_64.txz, redis-server-7.0.9-linux-amd64",
    "Linux, aarch64, postgres-linux-arm_64.txz, redis-server-7.0.9-linux-arm64",
    "Mac OS X, x86_64, postgres-darwin-x86_64.txz, redis-server-7.0.9-darwin-amd64",
    "Mac OS X, aarch64, postgres-darwin-arm_64.txz, redis-server-7.0.9-darwin-amd64"
  })
  void common_platforms_have_binaries(String system, String arch, String postgres, String redis) {
    var platform = Platform.of(system, arch);

    assertThat(Binaries.postgresResource(platform)).asString().endsWith("/" + postgres);
    assertThat(Binaries.redisResource(platform)).asString().endsWith("/" + redis);
  }

  @Test
  void elsewhere_the_message_says_what_to_set() {
    var platform = Platform.of("Windows 11", "amd64");

    assertThatThrownBy(() -> Binaries.postgresResource(platform))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("no embedded Postgres for windows 11 on x86_64")
        .hasMessageContaining("set peregrine.postgres.primary to");
    assertThatThrownBy(() -> Binaries.redisResource(platform))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("no embedded Redis for windows 11 on x86_64")
        .hasMessageContaining("set peregrine.redis.uri to");
  }
}
