package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.launcher.internal.config.ConfigLoader;
import dev.peregrine.launcher.internal.config.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the service may listen, and how long.
class PeregrineConfigTest {

  @TempDir private Path folder;

  private PeregrineConfig config(String yaml) throws IOException {
    var file = Files.writeString(folder.resolve("own.yaml"), yaml);
    return ConfigLoader.load(PeregrineConfig.defaults(), Sources.none().withFile(file)).config();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "ops"})
  void an_address_that_others_reach_is_refused_while_nobody_is_asked(String port) {
    for (var host : new String[] {"0.0.0.0", "'::'", "192.0.2.1"}) {
      assertThatThrownBy(() -> config("peregrine: { " + port + ": { host: " + host + " } }"))
          .hasMessageContaining(port + ".host")
          .hasMessageContaining("auth.enabled is false");
    }
  }

  @Test
  void it_is_taken_when_callers_show_who_they_are() throws IOException {
    var auth = "auth: { enabled: true, issuer: i, audience: a, keyFile: keys.pem }";

    var config = config("peregrine: { http: { host: 0.0.0.0 }, " + auth + " }");

    assertThat(config.http().host()).isEqualTo("0.0.0.0");
    assertThat(config.auth().enabled()).isTrue();
  }

  @Test
  void loopback_is_always_taken() throws IOException {
    assertThat(config("peregrine: { http: { host: '::1' } }").http().host()).isEqualTo("::1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "ops"})
  void silence_is_borne_for_longer_than_an_answer_takes(String port) throws IOException {
    var longer = "{ idleTimeout: 10001ms, requestTimeout: 10s }";

    assertThat(config("peregrine: { " + port + ": " + longer + " }")).isNotNull();
    for (var bad : new String[] {"idleTimeout: 10s", "requestTimeout: 1m"}) {
      assertThatThrownBy(() -> config("peregrine: { " + port + ": { " + bad + " } }"))
          .hasMessageContaining("peregrine." + port + ".idleTimeout: PT")
          .hasMessageContaining("(expected: longer than requestTimeout, which is PT");
    }
  }
}
