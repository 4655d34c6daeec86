package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthConfigTest {

  private static final Optional<String> NAME = Optional.of("name");
  private static final Optional<Path> FILE = Optional.of(Path.of("keys.pem"));

  private static AuthConfig on(
      Optional<String> issuer, Optional<String> audience, Optional<URI> url, Optional<Path> file) {
    return new AuthConfig(
        true,
        issuer,
        audience,
        url,
        file,
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(2));
  }

  private static AuthConfig times(Duration skew, Duration refresh, Duration fetch) {
    return new AuthConfig(
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        skew,
        refresh,
        fetch);
  }

  @Test
  void nobody_is_asked_unless_somebody_says_so() {
    assertThat(AuthConfig.defaults().enabled()).isFalse();
  }

  @Test
  void who_asks_for_tokens_says_whose_and_has_one_source_of_keys() {
    var url = Optional.of(URI.create("https://issuer.test/keys"));

    assertThat(on(NAME, NAME, url, Optional.empty()).enabled()).isTrue();
    assertThat(on(NAME, NAME, Optional.empty(), FILE).enabled()).isTrue();
    assertThatThrownBy(() -> on(Optional.empty(), NAME, url, Optional.empty()))
        .hasMessageContaining("auth.issuer");
    assertThatThrownBy(() -> on(NAME, Optional.of(" "), url, Optional.empty()))
        .hasMessageContaining("auth.audience");
    assertThatThrownBy(() -> on(NAME, NAME, Optional.empty(), Optional.empty()))
        .hasMessageContaining("auth.jwksUrl: missing");
    assertThatThrownBy(() -> on(NAME, NAME, url, FILE))
        .hasMessageContaining("auth.jwksUrl: set beside");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.test/keys",
        "http://localhost:1/keys",
        "http://127.0.0.1:1/keys",
        "http://[::1]:1/keys"
      })
  void keys_come_by_https_or_from_this_machine(String url) {
    var config = on(NAME, NAME, Optional.of(URI.create(url)), Optional.empty());

    assertThat(config.jwksUrl()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.test/secret-word",
        "http://127.0.0.1.issuer.test/secret-word",
        "http://10.0.0.1/secret-word",
        "file:///secret-word",
        "ftp://issuer.test/secret-word",
        "https://user:secret-word@issuer.test/keys",
        "https:///secret-word"
      })
  void an_address_of_another_kind_is_refused_and_not_repeated(String url) {
    assertThatThrownBy(() -> on(NAME, NAME, Optional.of(URI.create(url)), Optional.empty()))
        .hasMessageContaining("auth.jwksUrl")
        .hasMessageNotContaining("secret-word");
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S, PT5M, PT2S, clockSkew",
    "PT301S, PT5M, PT2S, clockSkew",
    "PT30S, PT0.999S, PT2S, refreshEvery",
    "PT30S, PT25H, PT2S, refreshEvery",
    "PT30S, PT5M, PT0.009S, fetchTimeout",
    "PT30S, PT5M, PT11S, fetchTimeout"
  })
  void a_time_out_of_its_bounds_is_named(
      Duration skew, Duration refresh, Duration fetch, String name) {
    assertThatThrownBy(() -> times(skew, refresh, fetch)).hasMessageContaining("auth." + name);
  }
}
