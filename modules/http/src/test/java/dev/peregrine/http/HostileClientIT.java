package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that write no HTTP, too much of it, or too slowly.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientIT {

  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final String POST_HEAD = "POST /echo" + HEAD;
  private static final String POST = "POST /echo" + HEAD + "Content-Type: application/json\r\n";

  private final AtomicLong longest = new AtomicLong();
  private EdgeServer server;
  private EdgeServer impatient;

  @BeforeAll
  void open() {
    server = new EdgeServer(EdgeServer.config(), this::mount);
    impatient = new EdgeServer(EdgeServer.impatient(), this::mount);
  }

  @AfterAll
  void close() {
    impatient.close();
    server.close();
  }

  private void mount(RouteTable table) {
    table
        .add(Route.get("/", Access.PUBLIC, request -> ok(Buffer.buffer("{}"))))
        .add(
            Route.post(
                "/echo",
                Access.PUBLIC,
                request -> {
                  longest.accumulateAndGet(request.bodyBytes().length(), Math::max);
                  return ok(request.bodyBytes());
                }));
  }

  private static Future<Answer> ok(Buffer body) {
    return Future.succeededFuture(Answer.json(200, body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\1\2\3\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nbad name: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
        POST_HEAD + "Content-Length: -1\r\n\r\n",
        POST_HEAD + "Content-Length: x\r\n\r\n",
        POST_HEAD + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        POST_HEAD + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0",
        "GET / HTTP/1.1\r\nHost: localhost\r\nRequest-Timeout: x\r\nConnection: close\r\n\r\n",
      })
  void what_is_no_request_is_answered_400(String bytes) {
    var answer = server.raw(bytes.contains("\r\n\r\n") ? closing(bytes) : bytes);

    assertThat(answer).startsWith("HTTP/1.").contains(" 400 ").contains("application/problem+json");
    assertThat(answer).doesNotContain("Exception");
  }

  @Test
  void a_long_line_and_long_headers_have_their_own_status() {
    assertThat(server.raw("GET /" + "a".repeat(5_000) + HEAD + "\r\n"))
        .contains(" 414 ")
        .contains("/problems/uri-too-long");
    assertThat(server.raw("GET /" + HEAD + "X: " + "a".repeat(9_000) + "\r\n\r\n"))
        .contains(" 431 ")
        .contains("/problems/headers-too-large");
    assertThat(server.raw("GET /" + HEAD + "X: a\r\n".repeat(3_000) + "\r\n")).contains(" 431 ");
  }

  @Test
  void a_header_that_only_looks_like_a_length_is_none() {
    var smuggled = "GET /smuggled" + HEAD + "\r\n";
    var answer =
        server.raw(
            "GET /"
                + HEAD
                + "Content-Xength: "
                + smuggled.length()
                + "\r\n\r\n"
                + smuggled
                + "GET /"
                + HEAD
                + "Connection: close\r\n\r\n");

    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(4);
    assertThat(answer).contains("404");
  }

  @Test
  void a_length_in_any_case_is_one() {
    assertThat(server.raw(POST + "content-LENGTH: 2\r\nConnection: close\r\n\r\n{}"))
        .contains(" 200 ")
        .endsWith("{}");
  }

  @Test
  void a_long_body_is_refused_by_its_announced_length() throws IOException {
    try (var socket = server.socket()) {
      write(socket, POST + "Content-Length: 20000000\r\n\r\n");

      var answer = readAll(socket);

      assertThat(answer).contains(" 413 ").contains("connection: close");
    }
  }

  @Test
  void a_long_body_in_chunks_is_refused_as_soon_as_it_is_too_long() throws IOException {
    try (var socket = server.socket()) {
      write(socket, POST + "Transfer-Encoding: chunked\r\n\r\n");
      var chunk = "2000\r\n" + "a".repeat(0x2000) + "\r\n";
      Thread.ofVirtual().start(() -> pour(socket, chunk.repeat(128), 20));

      var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertThat(answer).isEqualTo("HTTP/1.1 413");
      assertThat(longest.get()).isLessThanOrEqualTo(64 * 1024);
    }
  }

  @Test
  void a_body_of_just_the_limit_is_taken() {
    var body = "a".repeat(64 * 1024);

    assertThat(server.raw(POST + "Content-Length: 65536\r\nConnection: close\r\n\r\n" + body))
        .contains(" 200 ");
    assertThat(server.raw(POST + "Content-Length: 65537\r\nConnection: close\r\n\r\n" + body + "a"))
        .contains(" 413 ");
  }

  @Test
  void a_slow_body_is_cut() throws IOException {
    try (var socket = impatient.socket()) {
      write(socket, POST + "Content-Length: 1000\r\n\r\n{");

      assertThat(readAll(socket)).contains(" 408 ").contains("/problems/too-slow");
    }
  }

  @Test
  void a_body_that_drips_is_waited_for_no_longer_than_its_answer() throws IOException {
    longest.set(0);
    try (var socket = server.socket()) {
      write(socket, POST + "Request-Timeout: 100\r\nContent-Length: 1000\r\n\r\n{");
      var drip = server.vertx().setPeriodic(20, fired -> pour(socket, "a", 1));

      var answer = readAll(socket);

      server.vertx().cancelTimer(drip);
      assertThat(answer).contains("HTTP/1.1 504").contains("/problems/deadline");
      assertThat(longest).hasValue(0);
    }
  }

  @Test
  void a_head_that_drips_is_cut_also_on_a_connection_that_was_used() throws IOException {
    try (var socket = impatient.socket()) {
      write(socket, "GET /" + HEAD + "\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      write(socket, "GET / HT");

      Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> !drips(socket));
    }
  }

  @Test
  void a_body_that_nobody_reads_does_not_harm_the_next_request() {
    var answer =
        server.raw(
            "POST /nowhere"
                + HEAD
                + "Content-Length: 5\r\n\r\nhello"
                + "GET /"
                + HEAD
                + "Connection: close\r\n\r\n");

    assertThat(answer).contains(" 404 ").contains(" 200 ");
  }

  @Test
  void a_long_body_that_nobody_reads_closes_the_connection() throws IOException {
    try (var socket = server.socket()) {
      write(socket, "POST /nowhere" + HEAD + "Content-Length: 20000000\r\n\r\nhello");

      assertThat(readAll(socket)).contains(" 404 ").contains("connection: close");
    }
  }

  @Test
  void who_asks_first_is_told_to_go_on() throws IOException {
    try (var socket = server.socket()) {
      write(
          socket, POST + "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
      var first = new String(socket.getInputStream().readNBytes(21), StandardCharsets.US_ASCII);
      assertThat(first).isEqualTo("HTTP/1.1 100 Continue");
      write(socket, "{}");

      assertThat(readAll(socket)).contains("HTTP/1.1 200").endsWith("{}");
    }
  }

  @Test
  void a_client_that_leaves_is_told_to_the_statistics() throws IOException {
    try (var socket = server.socket()) {
      write(socket, POST + "Content-Length: 1000\r\n\r\n{");
    }

    Awaitility.await().until(() -> server.told.contains("POST /echo 499"));
  }

  private static String closing(String request) {
    return request.contains("Connection:")
        ? request
        : request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static boolean drips(Socket socket) {
    try {
      write(socket, "T");
      InputStream in = socket.getInputStream();
      return in.available() == 0 || in.skip(in.available()) > 0;
    } catch (IOException thrown) {
      return false;
    }
  }

  private static void pour(Socket socket, String text, int times) {
    try {
      OutputStream out = socket.getOutputStream();
      for (var i = 0; i < times; i++) {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException thrown) {
      // Expected: the server has closed the connection.
    }
  }
}
