package dev.peregrine.launcher.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.peregrine.launcher.internal.log.LineEncoder;
import dev.peregrine.observability.ObservabilityConfig.LogFormat;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

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
  void what_belongs_to_a_record_stands_behind_its_message() {
    var event = event("failed", null);
    event.addKeyValuePair(new KeyValuePair("request", "r-1\nERROR forged"));

    assertThat(encoded(LogFormat.TEXT, event)).endsWith(" - failed request=r-1\\nERROR forged\n");
    assertThat(new JsonObject(encoded(LogFormat.JSON, event)).getMap())
        .containsEntry("message", "failed")
        .containsEntry("request", "r-1\nERROR forged")
        .containsEntry("log.level", "INFO")
        .containsEntry("@timestamp", "2026-01-02T03:04:05.678Z");
  }

  @Test
  void as_json_a_record_is_one_object_in_one_line_whatever_is_in_it() {
    var event =
        event(
            "\"}\r\n{\"\u2028\u0000\ud800 \ud83d\ude00 \\", new IllegalStateException("one\ntwo"));
    event.addKeyValuePair(new KeyValuePair("totalMs", 1.5));
    event.addKeyValuePair(new KeyValuePair("no", Double.NaN));
    event.addKeyValuePair(new KeyValuePair("none", null));

    var line = encoded(LogFormat.JSON, event);

    assertThat(line).containsOnlyOnce("\n").endsWith("}\n");
    assertThat(new JsonObject(line).getMap())
        .containsEntry("totalMs", 1.5)
        .containsEntry("no", "NaN")
        .containsEntry("none", null)
        .hasEntrySatisfying(
            "error.stack_trace", trace -> assertThat((String) trace).contains("one\ntwo\n\tat"));
    assertThat(new JsonObject(line).getString("message")).contains("\ud83d\ude00 \\");
  }

  @Test
  void addresses_are_masked_and_what_only_looks_like_one_is_not() {
    var event =
        event(
            "to ada.lovelace@example.org, <bob@mail.example.co.uk>; (x@y.z) Context@1f2e @Test a@"
                + " b",
            new IllegalStateException("Key (email)=(carl@example.org) exists"));
    event.addKeyValuePair(new KeyValuePair("to", "dora@example.org"));

    for (var format : LogFormat.values()) {
      assertThat(encoded(format, event))
          .contains("to a***@e***.org, <b***@m***.uk>; (x***@y***.z) Context@1f2e @Test a@ b")
          .contains("(email)=(c***@e***.org) exists")
          .contains("d***@e***.org")
          .doesNotContain("lovelace", "bob", "carl", "dora");
    }
  }

  @Test
  void what_is_endless_is_cut() {
    for (var format : LogFormat.values()) {
      assertThat(encoded(format, event("@".repeat(1_000_000), null)).length())
          .isLessThan(2 * LineEncoder.LONGEST);
    }
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

  private static String encoded(LogFormat format, LoggingEvent event) {
    return new String(new LineEncoder(format).encode(event), StandardCharsets.UTF_8);
  }

  private String line(String message, Throwable thrown, Object... arguments) {
    var event = event(message, thrown, arguments);
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  private LoggingEvent event(String message, Throwable thrown, Object... arguments) {
    var logger = context.getLogger("dev.peregrine.http.Edge");
    var event = new LoggingEvent("", logger, Level.INFO, message, thrown, arguments);
    event.setThreadName("main");
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return event;
  }
}
