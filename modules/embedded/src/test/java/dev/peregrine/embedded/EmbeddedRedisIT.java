package dev.peregrine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {

  private static final long MAX_MEMORY_BYTES = 64L << 20;
  private static final int SHORT_MS = 1_000;
  private static final int LONG_MS = 30_000;

  @TempDir private Path directory;

  @Test
  void it_answers_and_has_its_bounds() throws IOException {
    try (var redis = EmbeddedRedis.start(config("redis", 0))) {
      assertThat(redis.uri()).hasToString("redis://127.0.0.1:" + redis.port());
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
      assertThat(ask(redis, "INFO memory"))
          .contains("maxmemory:" + MAX_MEMORY_BYTES)
          .contains("maxmemory_policy:volatile-lru");
    }
    assertThat(ServerProcesses.at(directory)).isEmpty();
  }

  @Test
  void it_is_out_of_reach_of_a_terminals_interrupt() throws IOException {
    try (var redis = EmbeddedRedis.start(config("redis", 0))) {
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");

      var pid = ServerProcesses.at(directory).getFirst();
      assertThat(ServerProcesses.sessionOf(pid)).isEqualTo(pid);
    }
  }

  @Test
  void after_stop_or_kill_a_restart_answers_on_the_same_port() throws IOException {
    try (var redis = EmbeddedRedis.start(config("redis", 0))) {
      redis.stop();
      assertThatThrownBy(() -> ask(redis, "PING")).isInstanceOf(IOException.class);
      redis.restart();
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");

      redis.kill();
      assertThatThrownBy(() -> ask(redis, "PING")).isInstanceOf(IOException.class);
      redis.restart();
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void while_paused_it_is_silent_and_then_goes_on() throws IOException {
    try (var redis = EmbeddedRedis.start(config("redis", 0))) {
      redis.pause();
      assertThatThrownBy(() -> ask(redis, "PING", SHORT_MS))
          .isInstanceOf(SocketTimeoutException.class);

      redis.resume();

      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void a_paused_server_can_be_closed() {
    var redis = EmbeddedRedis.start(config("redis", 0));
    redis.pause();

    redis.close();

    assertThat(ServerProcesses.at(directory)).isEmpty();
  }

  @Test
  void once_closed_it_does_not_touch_who_has_the_directory_now() throws IOException {
    var first = EmbeddedRedis.start(config("redis", 0));
    first.close();

    try (var second = EmbeddedRedis.start(config("redis", 0))) {
      first.close();
      assertThatThrownBy(first::stop).hasMessageContaining("was closed: start another one");

      assertThat(ask(second, "PING")).isEqualTo("+PONG");
      assertThatThrownBy(() -> EmbeddedRedis.start(config("redis", 0)))
          .hasMessageContaining("in use by this process");
    }
  }

  @Test
  void a_directory_in_use_is_refused_and_its_server_not_harmed() throws IOException {
    try (var redis = EmbeddedRedis.start(config("redis", 0))) {
      assertThatThrownBy(() -> EmbeddedRedis.start(config("redis", 0)))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("redis is in use by this process: stop that one first");

      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void a_port_that_is_taken_is_named_with_what_the_server_said() {
    try (var first = EmbeddedRedis.start(config("first", 0))) {
      assertThatThrownBy(() -> EmbeddedRedis.start(config("second", first.port())))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("did not start on port " + first.port())
          .hasMessageContaining("peregrine.redis.uri")
          .hasMessageContaining("Address in use");
    }
    assertThat(ServerProcesses.at(directory)).isEmpty();
  }

  private EmbeddedRedisConfig config(String name, int port) {
    return new EmbeddedRedisConfig(
        directory.resolve(name), ServerProcesses.BINARIES, port, MAX_MEMORY_BYTES);
  }

  private static String ask(EmbeddedRedis redis, String command) throws IOException {
    return ask(redis, command, LONG_MS);
  }

  private static String ask(EmbeddedRedis redis, String command, int patienceMs)
      throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), redis.port())) {
      socket.setSoTimeout(patienceMs);
      var lines = command + "\r\nQUIT\r\n";
      socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.substring(0, answer.lastIndexOf("+OK")).strip();
    }
  }
}
