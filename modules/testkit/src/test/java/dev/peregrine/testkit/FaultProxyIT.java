package dev.peregrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultProxyIT {

  private final String key = UUID.randomUUID().toString();
  private final List<Client> clients = new ArrayList<>();
  private final FaultProxy proxy = FaultProxy.to(Servers.redis());
  private final Client direct = client(Servers.redis());

  private @TempDir Path directory;

  /// Speaks to Redis in lines.
  private static final class Client {

    private final Socket socket;

    Client(URI redis) {
      try {
        socket = new Socket(redis.getHost(), redis.getPort());
        socket.setSoTimeout(30_000);
      } catch (IOException thrown) {
        throw new AssertionError(thrown);
      }
    }

    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Returns the next bytes; fewer if the connection ends before.
    String hear(int bytes) throws IOException {
      return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    String ping() throws IOException {
      say("PING");
      return hear("+PONG\r\n".length());
    }

    boolean isSilent() throws IOException {
      return socket.getInputStream().available() == 0;
    }
  }

  private Client client(URI redis) {
    var client = new Client(redis);
    clients.add(client);
    return client;
  }

  private Client proxied() {
    return client(proxy.through(Servers.redis()));
  }

  private long length() throws IOException {
    direct.say("LLEN " + key);
    var answer = direct.hear(4);
    return Long.parseLong(answer.substring(1, 2));
  }

  @AfterEach
  void close() throws IOException {
    direct.say("DEL " + key);
    for (var client : clients) {
      client.socket.close();
    }
    proxy.close();
  }

  @Test
  void without_faults_it_carries_both_ways() throws IOException {
    var client = proxied();

    assertThat(client.ping()).isEqualTo("+PONG\r\n");
    client.say("ECHO " + "x".repeat(60_000));
    assertThat(client.hear(60_010)).endsWith("x\r\n");
  }

  @Test
  void without_faults_it_carries_postgres_too() throws SQLException {
    var database = Servers.postgres().freshDatabase();

    try (var other = FaultProxy.to(database);
        var connection =
            DriverManager.getConnection(PostgresServer.jdbcUrl(other.through(database)))) {
      assertThat(connection.isValid(10)).isTrue();
      other.cut();
      assertThat(connection.isValid(10)).isFalse();
    }
  }

  @Test
  void a_cut_ends_all_connections_and_lets_new_ones_in() throws IOException {
    var client = proxied();
    assertThat(client.ping()).isEqualTo("+PONG\r\n");

    proxy.cut();

    assertThat(client.hear(1)).isEmpty();
    assertThat(proxied().ping()).isEqualTo("+PONG\r\n");
  }

  @Test
  void who_is_refused_is_cut_at_once_and_others_stay() throws IOException {
    var before = proxied();
    assertThat(before.ping()).isEqualTo("+PONG\r\n");

    proxy.refuse();

    assertThat(proxied().hear(1)).isEmpty();
    assertThat(before.ping()).isEqualTo("+PONG\r\n");
    proxy.heal();
    assertThat(proxied().ping()).isEqualTo("+PONG\r\n");
  }

  @Test
  void what_is_delayed_comes_late_and_in_order() throws IOException {
    var client = proxied();
    assertThat(client.ping()).isEqualTo("+PONG\r\n");
    proxy.delay(Duration.ofMillis(100));
    var start = System.nanoTime();

    for (var n = 1; n <= 5; n++) {
      client.say("RPUSH " + key + " x");
    }

    assertThat(client.hear(20)).isEqualTo(":1\r\n:2\r\n:3\r\n:4\r\n:5\r\n");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
  }

  @Test
  void what_is_swallowed_on_the_way_there_is_not_done() throws IOException {
    var client = proxied();
    assertThat(client.ping()).isEqualTo("+PONG\r\n");
    proxy.swallowRequests();

    client.say("RPUSH " + key + " x");

    Awaitility.await().until(() -> proxy.swallowed() > 0);
    assertThat(length()).isZero();
    proxy.heal();
    assertThat(client.hear(1)).as("it missed something, so it is closed").isEmpty();
    assertThat(proxied().ping()).isEqualTo("+PONG\r\n");
  }

  @Test
  void what_is_swallowed_on_the_way_back_is_done() throws IOException {
    var client = proxied();
    assertThat(client.ping()).isEqualTo("+PONG\r\n");
    proxy.swallowReplies();

    client.say("RPUSH " + key + " x");

    Awaitility.await().until(() -> proxy.swallowed() > 0);
    assertThat(length()).isEqualTo(1);
    assertThat(client.isSilent()).isTrue();
  }

  @Test
  void a_reply_is_cut_in_its_middle_once() throws IOException {
    var client = proxied();
    proxy.cutAfter(3);

    assertThat(client.ping()).isEqualTo("+PO");
    assertThat(proxied().ping()).isEqualTo("+PONG\r\n");
  }

  @Test
  void garbage_is_in_as_many_replies_as_were_asked_for() throws IOException {
    var client = proxied();
    proxy.garble(1);

    client.say("PING");

    assertThat(client.hear(2)).doesNotStartWith("+");
    assertThat(proxied().ping()).isEqualTo("+PONG\r\n");
  }

  @Test
  void a_connection_is_held_for_what_it_says_while_others_pass_it_by() throws IOException {
    var first = proxied();
    var second = proxied();
    assertThat(first.ping()).isEqualTo("+PONG\r\n");
    proxy.hold("SLOW");

    first.say("RPUSH " + key + " slow");
    second.say("RPUSH " + key + " fast");

    assertThat(second.hear(4)).isEqualTo(":1\r\n");
    assertThat(first.isSilent()).isTrue();
    proxy.heal();
    assertThat(first.hear(4)).isEqualTo(":2\r\n");
  }

  @Test
  void another_server_answers_after_a_switch() throws IOException {
    try (var other = OwnServers.redis(directory.resolve("data"))) {
      var before = proxied();
      assertThat(before.ping()).isEqualTo("+PONG\r\n");
      before.say("RPUSH " + key + " x");
      assertThat(before.hear(4)).isEqualTo(":1\r\n");

      proxy.target(other.uri());

      var after = proxied();
      after.say("LLEN " + key);
      assertThat(after.hear(4)).isEqualTo(":0\r\n");
      before.say("LLEN " + key);
      assertThat(before.hear(4)).isEqualTo(":1\r\n");
    }
  }

  @Test
  void a_server_that_is_away_is_a_connection_that_ends() throws IOException {
    proxy.target(URI.create("redis://127.0.0.1:1"));

    assertThat(proxied().hear(1)).isEmpty();
    proxy.close();
    assertThatThrownBy(this::proxied).hasRootCauseInstanceOf(IOException.class);
  }
}
