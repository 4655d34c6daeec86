package dev.peregrine.http;

import static dev.peregrine.http.EdgeServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Answers that are written piece by piece, and clients that do not take them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamedAnswerIT {

  private static final Buffer PIECE = Buffer.buffer("a".repeat(64 * 1024));

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
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

  @BeforeEach
  void forget() {
    opened.set(0);
    written.set(0);
    failures.clear();
    server.told.clear();
    impatient.told.clear();
  }

  private void mount(RouteTable table) {
    table
        .add(streamed("/some", out -> pieces(out, 20)))
        .add(streamed("/none", out -> Future.succeededFuture()))
        .add(streamed("/endless", out -> pieces(out, Integer.MAX_VALUE)))
        .add(streamed("/hasty", StreamedAnswerIT::hurry))
        .add(streamed("/fails-at-once", out -> Future.failedFuture("the secret detail")))
        .add(streamed("/throws", StreamedAnswerIT::fault))
        .add(streamed("/fails-later", StreamedAnswerIT::failLater))
        .add(streamed("/dawdles", out -> out.write(PIECE).compose(done -> never())))
        .add(
            streamed(
                "/soon", out -> server.vertx().timer(1_400, TimeUnit.MILLISECONDS).mapEmpty()));
  }

  private Route streamed(String path, AnswerStream stream) {
    var within = Duration.ofMillis(path.equals("/dawdles") ? 700 : 60_000);
    return Route.get(path, Access.PUBLIC, request -> Future.succeededFuture(answer(stream)))
        .giving("text/plain")
        .within(within);
  }

  private Answer answer(AnswerStream stream) {
    return Answer.stream(
            200,
            "text/plain",
            out -> {
              opened.incrementAndGet();
              return stream.write(out).onFailure(failures::add);
            })
        .withEntityTag("7");
  }

  private Future<Void> pieces(WriteStream<Buffer> out, int left) {
    return left == 0
        ? Future.succeededFuture()
        : out.write(PIECE)
            .compose(done -> {
              written.addAndGet(PIECE.length());
              return pieces(out, left - 1);
            });
  }

  private static Future<Void> hurry(WriteStream<Buffer> out) {
    for (var i = 0; i < 1_000; i++) {
      var _ = out.write(PIECE);
    }
    return never();
  }

  private static Future<Void> fault(WriteStream<Buffer> out) {
    throw new IllegalStateException("the secret detail");
  }

  /// As a pipe does whose source fails: it ends what it writes to, and fails.
  private static Future<Void> failLater(WriteStream<Buffer> out) {
    return out.write(PIECE)
        .compose(done -> out.end())
        .compose(ended -> Future.failedFuture(new IOException("the secret detail")));
  }

  private static Future<Void> never() {
    return Promise.<Void>promise().future();
  }

  @Test
  void pieces_arrive_whole_in_chunks() {
    var answer = server.get("/some", "Accept-Encoding", "gzip");

    assertThat(answer.body()).isEqualTo("a".repeat(20 * 64 * 1024));
    assertThat(answer.headers().firstValue("transfer-encoding")).hasValue("chunked");
    assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    assertThat(answer.headers().firstValue("vary")).hasValue("accept-encoding");
    assertThat(answer.headers().firstValue("etag")).hasValue("\"7\"");
    Awaitility.await().until(() -> server.told.contains("GET /some 200"));
  }

  @Test
  void nothing_is_an_answer_too() {
    var answer = server.get("/none");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void nothing_is_opened_for_who_wants_the_head_or_has_the_body() {
    var head = server.send(server.to("/endless").method("HEAD", BodyPublishers.noBody()));
    var known = server.get("/endless", "If-None-Match", "\"7\"");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-type")).hasValue("text/plain");
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(opened).hasValue(0);
  }

  @Test
  void who_knows_no_chunks_or_refuses_plain_bytes_is_told() {
    var old = server.raw("GET /some HTTP/1.0\r\n\r\n");
    var coded = server.get("/some", "Accept-Encoding", "gzip, identity;q=0");

    assertThat(old).contains(" 426 ").containsIgnoringCase("upgrade: HTTP/1.1");
    assertThat(coded.statusCode()).isEqualTo(406);
    assertThat(opened).hasValue(0);
  }

  @Test
  void a_failure_before_the_first_byte_is_answered_as_any_other() {
    for (var path : new String[] {"/fails-at-once", "/throws"}) {
      var answer = server.get(path);

      EdgeServer.assertProblem(answer, 500, "/problems/internal");
      assertThat(answer.body()).doesNotContain("secret");
      assertThat(answer.headers().firstValue("etag")).isEmpty();
    }
  }

  @Test
  void a_failure_later_breaks_the_answer() {
    assertThatThrownBy(() -> server.get("/fails-later")).isInstanceOf(UncheckedIOException.class);
    Awaitility.await().until(() -> server.told.contains("GET /fails-later 500"));
  }

  @Test
  void an_answer_that_is_late_breaks_off() {
    assertThatThrownBy(() -> server.get("/dawdles")).isInstanceOf(UncheckedIOException.class);
    Awaitility.await().until(() -> server.told.contains("GET /dawdles 504"));
  }

  @Test
  void a_writer_may_be_silent_for_longer_than_a_connection() {
    assertThat(impatient.get("/soon").statusCode()).isEqualTo(200);
  }

  @Test
  void a_client_that_takes_nothing_is_not_written_to_and_given_up() throws Exception {
    try (var socket = asked(impatient, "/endless")) {
      Awaitility.await().until(() -> impatient.told.contains("GET /endless 499"));

      assertThat(written).hasValueLessThan(16L << 20);
      assertThat(failures.poll(30, TimeUnit.SECONDS))
          .hasMessageContaining("the client closed the connection");
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void a_client_that_leaves_ends_the_writing() throws Exception {
    try (var socket = asked(server, "/endless")) {
      socket.getInputStream().skipNBytes(1 << 20);
    }

    assertThat(failures.poll(30, TimeUnit.SECONDS))
        .hasMessageContaining("the client closed the connection");
    Awaitility.await().until(() -> server.told.contains("GET /endless 499"));
  }

  @Test
  void a_writer_that_does_not_wait_is_cut_off() throws Exception {
    try (var socket = asked(server, "/hasty")) {
      Awaitility.await().until(() -> server.told.contains("GET /hasty 500"));

      var sent = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(sent.length()).isLessThan(16 << 20);
      assertThat(sent).doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void a_server_that_stops_finishes_what_it_streams() throws Exception {
    var release = Promise.<Void>promise();
    try (var stopping =
            new EdgeServer(
                EdgeServer.config(),
                table ->
                    table.add(
                        streamed(
                            "/held", out -> out.write(PIECE).compose(done -> release.future()))));
        var socket = stopping.socket()) {
      ask(socket, "/held");
      assertThat(socket.getInputStream().read()).isEqualTo('H');

      var stopped = stopping.undeploy();
      server.vertx().setTimer(300, fired -> release.complete());

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("a\r\n0\r\n\r\n");
      await(stopped);
    }
  }

  private static Socket asked(EdgeServer server, String path) throws IOException {
    var socket = server.socket();
    ask(socket, path);
    return socket;
  }

  private static void ask(Socket socket, String path) throws IOException {
    var head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }
}
