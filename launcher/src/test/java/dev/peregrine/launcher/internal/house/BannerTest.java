package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.http.HttpConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What people read when the service is ready.
class BannerTest {

  @Test
  void addresses_can_be_called_as_they_are_printed() {
    var usual = Knobs.with(PeregrineConfig.defaults(), "http", HttpConfig.at("::1", 0));

    assertThat(printed(Knobs.with(usual, "ops", HttpConfig.at("localhost", 0))))
        .contains(" http://[::1]:8080/api/v1/customers")
        .contains(" http://localhost:9080/metrics")
        .doesNotContain("http://::1");
  }

  @Test
  void a_server_without_a_port_has_the_usual_one() {
    var usual = PeregrineConfig.defaults();
    var primary = Optional.of(URI.create("postgresql://me:secret@db.example.org/peregrine"));
    var postgres = Knobs.with(usual.postgres(), "primary", primary);
    var redis =
        Knobs.with(usual.redis(), "uri", Optional.of(URI.create("redis://cache.example.org")));

    assertThat(printed(Knobs.with(Knobs.with(usual, "postgres", postgres), "redis", redis)))
        .contains(" db.example.org:5432\n")
        .contains(" cache.example.org:6379\n")
        .doesNotContain("secret");
  }

  private static String printed(PeregrineConfig config) {
    var text = new StringWriter();
    new Banner(new PrintWriter(text)).print(config, new Banner.Ports(8080, 9080), false);
    return text.toString();
  }
}
