package dev.peregrine.perf.internal;

import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import dev.peregrine.http.HttpStats;
import dev.peregrine.http.HttpVerticle;
import dev.peregrine.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// An answer whose bytes are ready, over a real socket, 64 requests at a time: through the edge,
/// and from a bare server.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class EdgeHitBench {

  private static final int REQUESTS = 64;
  private static final int BODY_BYTES = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Buffer body = Buffer.buffer("{\"name\":\"" + "a".repeat(BODY_BYTES) + "\"}");
  private @Nullable Socket socket;
  private byte[] requests = {};
  private byte[] answers = {};

  /// Which server.
  @Param({"edge", "bare"})
  public String server = "edge";

  /// Starts the server and learns how long an answer is.
  ///
  /// @throws Exception if it cannot
  @Setup
  public void open() throws Exception {
    var port = "edge".equals(server) ? edge() : bare();
    var opened = new Socket(InetAddress.getLoopbackAddress(), port);
    opened.setTcpNoDelay(true);
    opened.setSoTimeout((int) PATIENCE.toMillis());
    socket = opened;
    var request = "GET /ready HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: bench\r\n\r\n";
    requests = request.getBytes(StandardCharsets.US_ASCII);
    opened.getOutputStream().write(requests);
    var length = oneAnswer(opened);
    requests = request.repeat(REQUESTS).getBytes(StandardCharsets.US_ASCII);
    answers = new byte[length * REQUESTS];
  }

  /// One answer, of 64 that are asked for together.
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public byte[] answer() throws IOException {
    var open = socket;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    open.getOutputStream().write(requests);
    if (open.getInputStream().readNBytes(answers, 0, answers.length) < answers.length) {
      throw new EOFException("the server hung up");
    }
    return answers;
  }

  /// Stops everything.
  ///
  /// @throws Exception if it cannot
  @TearDown
  public void close() throws Exception {
    if (socket != null) {
      socket.close();
    }
    var _ = wait(vertx.close());
  }

  private int edge() throws Exception {
    var ready = Answer.json(200, body).withEntityTag("1").with("Cache-Control", "no-cache");
    var answered = Future.succeededFuture(ready);
    var edge =
        new HttpEdge(
            "bench",
            HttpConfig.at("127.0.0.1", 0),
            HttpStats.NONE,
            List.of(table -> table.add(Route.get("/ready", Access.PUBLIC, _ -> answered))));
    var _ = wait(vertx.deployVerticle(new HttpVerticle(edge)));
    return wait(edge.port());
  }

  private int bare() throws Exception {
    return wait(vertx
            .createHttpServer()
            .requestHandler(request -> {
              request.response().headers().add(HttpHeaders.CONTENT_TYPE, "application/json");
              var _ = request.response().end(body);
            })
            .listen(0, "127.0.0.1"))
        .actualPort();
  }

  /// Reads one answer to its end.
  ///
  /// @return its length in bytes
  private int oneAnswer(Socket open) throws IOException {
    var read = 0;
    var end = 0;
    while (end < 4) {
      var next = open.getInputStream().read();
      if (next < 0) {
        throw new EOFException("the server hung up");
      }
      read++;
      end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
    }
    open.getInputStream().skipNBytes(body.length());
    return read + body.length();
  }

  private static <T> T wait(Future<T> future) throws Exception {
    return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
