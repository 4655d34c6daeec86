package dev.peregrine.launcher.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingTest {

  private final LoggerContext context = new LoggerContext();
  private AsyncAppender async;
  private ConsoleAppender<ILoggingEvent> console;

  @BeforeEach
  void configure() throws Exception {
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Path.of("../conf/logging.xml").toFile());
    async = (AsyncAppender) context.getLogger("ROOT").getAppender("async");
    console = (ConsoleAppender<ILoggingEvent>) async.getAppender("console");
  }

  @AfterEach
  void close() {
    context.stop();
  }

  @Test
  void a_record_is_one_line() {
    assertThat(line("started on {}", null, 8080))
        .isEqualTo("2026-01-02T03:04:05.678Z INFO  [main] d.p.http.Edge - started on 8080\n");
  }

  @Test
  void a_message_cannot_forge_a_record() {
    assertThat(line("name: {}", null, "a\r\n2026-01-02 ERROR b\nc\rd\u001b[31m\u2028e"))
        .endsWith("name: a\\n2026-01-02 ERROR b\\nc\\nd?[31m?e\n");
  }

  @Test
  void a_stack_trace_stays_in_its_line() {
    var line = line("failed", new IllegalStateException("one\ntwo"));

    assertThat(line)
        .contains("failed java.lang.IllegalStateException: one\\ntwo\\n\tat dev.peregrine.")
        .containsOnlyOnce("\n")
        .containsOnlyOnce("IllegalStateException");
  }

  @Test
  void writers_never_wait_and_the_queue_is_bounded() {
    assertThat(async.isNeverBlock()).isTrue();
    assertThat(async.getQueueSize()).isEqualTo(8192);
  }

  @Test
  void libraries_are_quiet() {
    for (var library :
        new String[] {"io.netty.x", "org.flywaydb.x", "com.icegreen.x", "io.zonky.x"}) {
      assertThat(context.getLogger(library).getEffectiveLevel()).isEqualTo(Level.WARN);
    }
  }

  private String line(String message, Throwable thrown, Object... arguments) {
    var logger = context.getLogger("dev.peregrine.http.Edge");
    var event = new LoggingEvent("", logger, Level.INFO, message, thrown, arguments);
    event.setThreadName("main");
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
