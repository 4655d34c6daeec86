package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.launcher.internal.cli.UnavailableException;
import dev.peregrine.persistence.Migrations;
import dev.peregrine.testkit.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Starts that cannot succeed: they end, and say what is to be done.
class StartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @TempDir private Path home;

  @Test
  void a_start_waits_for_postgres_with_a_line_and_then_names_the_key() throws IOException {
    try (var deaf = new Socket()) {
      // Bound and not listening: nobody answers there, and nobody else can.
      deaf.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      assertWaitsFor(deaf.getLocalPort());
    }
  }

  private void assertWaitsFor(int port) {
    var dead = URI.create("postgresql://nobody:secret-word@127.0.0.1:" + port + "/none");
    var config = RunningHouse.with(RunningHouse.defaults(), dead, Servers.redis(), PATIENCE);
    var log = (Logger) LoggerFactory.getLogger(Migrations.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    var start = System.nanoTime();

    var thrown = startFails(config);
    var took = Duration.ofNanos(System.nanoTime() - start);
    log.detachAppender(lines);

    assertThat(took).isBetween(PATIENCE, Duration.ofMinutes(1));
    assertThat(thrown)
        .hasMessageContaining("peregrine.postgres.primary")
        .hasMessageContaining("127.0.0.1:" + dead.getPort())
        .hasMessageNotContaining("secret-word");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .contains("waiting up to 1 s for Postgres at 127.0.0.1:" + dead.getPort())
        .doesNotContain("secret-word");
  }

  @Test
  void a_database_that_is_not_there_is_not_waited_for() {
    var missing = Servers.postgres().uri().resolve("/no_such_database");
    var config =
        RunningHouse.with(RunningHouse.defaults(), missing, Servers.redis(), Duration.ofMinutes(5));

    var thrown = startFails(config);

    assertThat(thrown)
        .hasMessageContaining("no_such_database")
        .hasMessageContaining("peregrine.postgres.primary");
  }

  @Test
  void a_port_in_use_is_named() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var usual = RunningHouse.onFreshDatabase();
      var there = HttpConfig.at("127.0.0.1", taken.getLocalPort());

      var http = startFails(at(usual, there, usual.ops()));
      var ops = startFails(at(usual, usual.http(), there));

      assertThat(http).hasMessageContaining("http.port: " + there.port());
      assertThat(ops).hasMessageContaining("ops.port: " + there.port());
    }
  }

  private UnavailableException startFails(PeregrineConfig config) {
    return catchThrowableOfType(
        UnavailableException.class, () -> RunningHouse.start(home, config).close());
  }

  private static PeregrineConfig at(PeregrineConfig config, HttpConfig http, HttpConfig ops) {
    return Knobs.with(Knobs.with(config, "http", http), "ops", ops);
  }
}
