package dev.peregrine.http;

import static dev.peregrine.http.EdgeServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Server-sent events to clients that listen, dawdle and leave.
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class ServerEventsIT {

  private static final int FLOOD = 20_000;

  private final BlockingQueue<EventSink> opened = new LinkedBlockingQueue<>();
  private final AtomicInteger stopped = new AtomicInteger();
  private EdgeServer server;

  @BeforeEach
  void open() {
    var minute = Duration.ofMinutes(1);
    server = new EdgeServer(EdgeServer.waiting(minute.plusSeconds(1), minute, minute), this::mount);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void mount(RouteTable table) {
    table
        .add(events("/greets", ServerEventsIT::greet))
        .add(events("/silent", sink -> {}))
        .add(events("/floods", ServerEventsIT::flood))
        .add(events("/pours", ServerEventsIT::pour))
        .add(events("/throws", ServerEventsIT::fault));
  }

  private Route events(String path, Consumer<EventSink> begin) {
    var answer =
        Answer.events(sink -> {
          begin.accept(sink);
          opened.add(sink);
          return stopped::incrementAndGet;
        });
    return Route.get(path, Access.PUBLIC, request -> Future.succeededFuture(answer))
        .giving("text/event-stream");
  }

  private static void greet(EventSink sink) {
    sink.send(new ServerEvent("41", "hello", "two\nlines"));
    sink.send(ServerEvent.of("", "{}"));
    sink.end();
    sink.send(ServerEvent.of("late", "nobody sees it"));
  }

  private static void flood(EventSink sink) {
    for (var i = 1; i <= FLOOD; i++) {
      sink.send(ServerEvent.of("count", "x".repeat(1_000) + i));
    }
    sink.send(ServerEvent.of("last", "done"));
  }

  private static void pour(EventSink sink) {
    var state = ServerEvent.of("state", "x".repeat(200_000));
    var _ = Vertx.currentContext().owner().setPeriodic(1, fired -> sink.send(state));
  }

  private static void fault(EventSink sink) {
    throw new IllegalStateException("the secret detail");
  }

  @Test
  void events_arrive_field_by_field_and_the_feed_may_end() {
    var answer = server.get("/greets", "Accept", "text/event-stream");

    assertThat(answer.body())
        .contains("id: 41\nevent: hello\ndata: two\ndata: lines\n\ndata: {}\n\n")
        .doesNotContain("nobody");
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    Awaitility.await()
        .untilAsserted(() -> assertThat(server.told).containsExactly("GET /greets 200"));
    assertThat(stopped).hasValue(1);
  }

  @Test
  void a_silent_stream_beats_and_outlives_the_idle_timeout() throws Exception {
    try (var impatient = new EdgeServer(EdgeServer.impatient(), this::mount)) {
      try (var socket = listening(impatient, "/silent")) {
        var lines = lines(socket);
        for (var beats = 0; beats < 4; ) {
          var line = lines.readLine();
          assertThat(line).as("the stream goes on").isNotNull();
          beats += ":".equals(line) ? 1 : 0;
        }
      }

      Awaitility.await()
          .untilAsserted(() -> assertThat(impatient.told).containsExactly("GET /silent 499"));
      Awaitility.await().untilAsserted(() -> assertThat(stopped).hasValue(1));
    }
  }

  @Test
  void a_draining_server_ends_streams_at_once() throws Exception {
    var grace = EdgeServer.config().drainFor();
    try (var patient = new EdgeServer(EdgeServer.config(), this::mount);
        var socket = listening(patient, "/silent")) {
      awaitOpened();

      var begin = System.nanoTime();
      await(patient.undeploy());

      assertThat(lines(socket).lines()).endsWith("0", "");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(grace);
      Awaitility.await().untilAsserted(() -> assertThat(stopped).hasValue(1));
    }
  }

  @Test
  void more_streams_than_configured_are_refused_until_one_ends() throws Exception {
    try (var one = listening(server, "/silent");
        var two = listening(server, "/silent")) {
      awaitOpened();
      awaitOpened();

      var refused = server.get("/silent");

      EdgeServer.assertProblem(refused, 503, "/problems/overloaded");
      assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
      assertThat(one.isConnected() && two.isConnected()).isTrue();
    }
    Awaitility.await().until(() -> server.get("/greets").statusCode() == 200);
  }

  @Test
  void a_client_that_dawdles_gets_the_newest_only() throws Exception {
    try (var socket = listening(server, "/floods")) {
      awaitOpened();

      var counts = lines(socket).lines().takeWhile(line -> !line.equals("data: done")).toList();

      var received = counts.stream().filter(line -> line.startsWith("data: x")).toList();
      assertThat(received.size()).isLessThan(FLOOD / 2);
      assertThat(received.getLast()).endsWith("x" + FLOOD);
    }
  }

  @Test
  void a_client_that_takes_nothing_is_given_up() throws Exception {
    try (var impatient = new EdgeServer(EdgeServer.impatient(), this::mount);
        var socket = listening(impatient, "/pours")) {
      Awaitility.await().until(() -> impatient.told.contains("GET /pours 499"));

      Awaitility.await().untilAsserted(() -> assertThat(stopped).hasValue(1));
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void a_feed_that_throws_is_a_fault_of_ours() {
    EdgeServer.assertProblem(server.get("/throws"), 500, "/problems/internal");
    assertThat(stopped).hasValue(0);
  }

  @Test
  void an_event_cannot_break_out_of_its_field() {
    assertThatThrownBy(() -> new ServerEvent("1\ndata: x", "a", ""))
        .hasMessage("id: a control character (expected: one line of text)");
    assertThatThrownBy(() -> ServerEvent.of("a\r", "")).hasMessageContaining("name");
    assertThatThrownBy(() -> ServerEvent.of("a", "x".repeat(300_000)))
        .hasMessageContaining("at most 262144");
  }

  private void awaitOpened() throws InterruptedException {
    assertThat(opened.poll(1, TimeUnit.MINUTES)).isNotNull();
  }

  private static Socket listening(EdgeServer server, String path) throws IOException {
    var socket = server.socket();
    var head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
