package dev.peregrine.http;

import static dev.peregrine.http.EdgeServer.await;
import static dev.peregrine.http.EdgeServer.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Bodies that are handed over as they arrive, and senders of every kind.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamedBodyIT {

  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
  private static final String PIECE = "10000\r\n" + "a".repeat(0x10000) + "\r\n";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong received = new AtomicLong();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private Promise<Void> gate;
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
    received.set(0);
    failures.clear();
    gate = Promise.promise();
  }

  private void mount(RouteTable table) {
    table
        .add(streamed("/count", this::count).within(MINUTE))
        .add(streamed("/marked", this::markAndCount))
        .add(streamed("/short", this::count).within(Duration.ofMillis(700)))
        .add(streamed("/gated", this::countBehindGate).within(MINUTE))
        .add(streamed("/refused", request -> Future.failedFuture(Rejection.notFound("Not here."))));
  }

  private static Route streamed(String path, Endpoint endpoint) {
    return Route.post(path, Access.PUBLIC, endpoint).taking("text/csv").streaming();
  }

  private Future<Answer> count(Request request) {
    return count(request.bodyStream()).map(total -> answer(request, total));
  }

  private Future<Answer> markAndCount(Request request) {
    request.mark("Link", "</things/1>; rel=\"status\"");
    return count(request);
  }

  /// Whoever opens the gate, the body is read on its own event loop.
  private Future<Answer> countBehindGate(Request request) {
    var context = Vertx.currentContext();
    return gate.future()
        .compose(open ->
            Future.future(
                answer -> context.runOnContext(hopped -> count(request).onComplete(answer))));
  }

  private Future<Long> count(ReadStream<Buffer> body) {
    var total = Promise.<Long>promise();
    body.handler(bytes -> received.addAndGet(bytes.length()))
        .endHandler(ended -> total.tryComplete(received.get()))
        .exceptionHandler(thrown -> {
          failures.add(thrown);
          total.tryFail(thrown);
        })
        .resume();
    return total.future();
  }

  private static Answer answer(Request request, long total) {
    return Answer.json(200, Buffer.buffer(request.bodyType() + " " + total));
  }

  @Test
  void a_long_body_is_read_whole_and_no_faster_than_it_is_taken() throws Exception {
    try (var socket = server.socket()) {
      write(socket, "POST /gated" + HEAD + CHUNKED);
      var sent = new AtomicLong();
      Thread.ofVirtual().start(() -> pour(socket, sent, 1_000));
      var before = new AtomicLong(-1);
      Awaitility.await()
          .during(Duration.ofMillis(700))
          .until(() -> before.getAndSet(sent.get()) == sent.get());
      assertThat(sent).hasValueLessThan(500);
      assertThat(received).hasValue(0);

      gate.complete();

      assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(received).hasValue(1_000L * 0x10000);
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void a_reader_may_dawdle_longer_than_a_sender() throws Exception {
    try (var socket = impatient.socket()) {
      write(socket, "POST /gated" + HEAD + "Content-Length: 2\r\nConnection: close\r\n\r\n{}");

      server.vertx().setTimer(1_300, fired -> gate.complete());

      assertThat(rest(socket)).contains(" 200 ").endsWith("text/csv 2");
    }
  }

  @Test
  void a_body_may_take_longer_than_other_requests() throws Exception {
    var brief = EdgeServer.waiting(MINUTE, MINUTE, Duration.ofSeconds(1));
    try (var hasty = new EdgeServer(brief, this::mount);
        var socket = hasty.socket()) {
      write(socket, "POST /count" + HEAD + "Content-Length: 5\r\nConnection: close\r\n\r\n");
      for (var i = 0; i < 5; i++) {
        await(server.vertx().timer(300, TimeUnit.MILLISECONDS));
        write(socket, "a");
      }

      assertThat(rest(socket)).contains(" 200 ").endsWith("text/csv 5");
    }
  }

  @Test
  void a_connection_is_used_again_and_watched_again() throws Exception {
    var idle = EdgeServer.waiting(Duration.ofSeconds(4), MINUTE, Duration.ofSeconds(3));
    try (var watching = new EdgeServer(idle, this::mount);
        var socket = watching.socket()) {
      for (var i = 0; i < 2; i++) {
        write(socket, "POST /count" + HEAD + "Content-Length: 2\r\n\r\nab");
        assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
      }

      assertThat(rest(socket)).as("silent for longer than the idle timeout").isNotNull();
    }
  }

  @Test
  void a_sender_that_stops_is_cut_and_the_reader_told() throws Exception {
    try (var socket = impatient.socket()) {
      write(socket, "POST /count" + HEAD + CHUNKED + "5\r\nhello\r\n");

      assertThat(rest(socket)).contains(" 408 ").contains("connection: close");
      assertThat(failures.poll(30, TimeUnit.SECONDS)).hasMessageContaining("408");
    }
  }

  @Test
  void what_an_endpoint_put_on_the_answer_is_there_whoever_gives_it() throws Exception {
    try (var socket = impatient.socket()) {
      write(socket, "POST /marked" + HEAD + CHUNKED + "5\r\nhello\r\n");

      assertThat(rest(socket)).contains(" 408 ").contains("Link: </things/1>; rel=\"status\"\r\n");
    }
  }

  @Test
  void a_sender_that_drips_is_cut_when_the_time_is_over() throws Exception {
    try (var socket = server.socket()) {
      write(socket, "POST /short" + HEAD + "Content-Length: 100\r\n\r\n");
      var drip = server.vertx().setPeriodic(50, fired -> writeQuietly(socket, "a"));

      assertThat(line(socket)).isEqualTo("HTTP/1.1 504 Gateway Timeout");
      assertThat(failures.poll(30, TimeUnit.SECONDS)).hasMessageContaining("504");
      server.vertx().cancelTimer(drip);
    }
  }

  @Test
  void a_client_that_leaves_fails_the_stream() throws Exception {
    try (var socket = server.socket()) {
      write(socket, "POST /count" + HEAD + CHUNKED + "5\r\nhello\r\n");
      Awaitility.await().until(() -> received.get() == 5);
    }

    assertThat(failures.poll(30, TimeUnit.SECONDS))
        .hasMessageContaining("the client closed the connection");
    Awaitility.await().until(() -> server.told.contains("POST /count 499"));
  }

  @Test
  void what_a_client_sent_before_it_left_is_read_and_a_part_is_no_whole() throws Exception {
    for (var length : List.of(5, 6)) {
      try (var socket = server.socket()) {
        write(socket, "POST /gated" + HEAD + "Content-Length: " + length + "\r\n\r\nhello");
      }
    }
    server.vertx().setTimer(500, fired -> gate.complete());

    Awaitility.await().until(() -> received.get() == 10);
    assertThat(failures.poll(30, TimeUnit.SECONDS))
        .hasMessageContaining("the client closed the connection");
    assertThat(failures).isEmpty();
  }

  @Test
  void chunks_that_are_none_are_answered_and_the_reader_told() throws Exception {
    try (var socket = server.socket()) {
      write(socket, "POST /count" + HEAD + CHUNKED + "5\r\nhello\r\nnot a length\r\n");

      assertThat(rest(socket)).contains(" 400 ").contains("The body cannot be read.");
      assertThat(failures.poll(30, TimeUnit.SECONDS)).hasMessageContaining("400");
    }
  }

  @Test
  void who_asks_first_is_told_to_go_on_only_when_the_body_is_wanted() throws Exception {
    var expect = "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    try (var wanted = server.socket();
        var refused = server.socket()) {
      write(wanted, "POST /count" + HEAD + expect);
      write(refused, "POST /refused" + HEAD + expect);

      assertThat(line(wanted)).isEqualTo("HTTP/1.1 100 Continue");
      write(wanted, "ok");
      assertThat(line(wanted)).isEmpty();
      assertThat(line(wanted)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(rest(refused)).startsWith("HTTP/1.1 404").contains("connection: close");
    }
  }

  @Test
  void who_is_refused_while_pouring_still_gets_the_answer() throws Exception {
    try (var socket = server.socket()) {
      write(socket, "POST /refused" + HEAD + CHUNKED);
      // As much as a starved machine takes while the server lingers, which is a second.
      Thread.ofVirtual().start(() -> pour(socket, new AtomicLong(), 20));

      assertThat(rest(socket)).startsWith("HTTP/1.1 404").contains("Not here.");
    }
  }

  @Test
  void no_body_is_an_empty_one_and_another_kind_is_refused() {
    var nothing = server.to("/count").header("Content-Type", "text/csv");
    assertThat(server.send(nothing.POST(BodyPublishers.noBody())).body()).isEqualTo("text/csv 0");
    EdgeServer.assertProblem(
        server.send("POST", "/count", "{}"), 415, "/problems/unsupported-media-type");
  }

  private static void pour(Socket socket, AtomicLong sent, int pieces) {
    for (var i = 0; i < pieces && writeQuietly(socket, PIECE); i++) {
      sent.incrementAndGet();
    }
    writeQuietly(socket, "0\r\n\r\n");
  }

  @com.google.errorprone.annotations.CanIgnoreReturnValue
  private static boolean writeQuietly(Socket socket, String text) {
    try {
      write(socket, text);
      return true;
    } catch (IOException thrown) {
      return false;
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
