package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A server on a free port of the loopback, with clients that always time out.
final class EdgeServer implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final HttpEdge edge;
  private final String deployment;
  private final int port;

  /// What the server told its statistics: `GET /template 200`.
  final List<String> told = new CopyOnWriteArrayList<>();

  /// The codings by which bodies were compressed, each time.
  final List<String> compressed = new CopyOnWriteArrayList<>();

  EdgeServer(HttpConfig config, Routes... routes) {
    this(config, Tokens.OFF, OpenApi.NONE, routes);
  }

  EdgeServer(HttpConfig config, Tokens tokens, OpenApi contract, Routes... routes) {
    this.edge =
        new HttpEdge("http", config, new Told(), List.of(routes))
            .guardedBy(tokens)
            .describedBy(contract);
    this.deployment = await(deploy(vertx, edge, 2));
    this.port = await(edge.port());
  }

  /// Keeps what the server tells.
  private final class Told implements HttpStats {

    @Override
    public void answered(Route route, int status, long nanos, long bytes) {
      told.add(route.method() + " " + route.template() + " " + status);
    }

    @Override
    public void compressed(String coding, int plainBytes, int codedBytes) {
      compressed.add(coding);
    }
  }

  static HttpConfig config() {
    return HttpConfig.at("127.0.0.1", 0);
  }

  /// Waits half a second for a body, one for answers, a little more for silence, and bears two
  /// event streams: for those only who are to be given up. A starved machine is as slow as they
  /// are.
  static HttpConfig impatient() {
    return waiting(Duration.ofMillis(1_100), Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  /// Bears two event streams.
  ///
  /// @param idle longest silence
  /// @param read longest wait for more of a body
  /// @param request longest time of a request
  static HttpConfig waiting(Duration idle, Duration read, Duration request) {
    var usual = config();
    return new HttpConfig(
        usual.host(),
        0,
        usual.bodyLimitBytes(),
        usual.headerLimitBytes(),
        usual.lineLimitBytes(),
        idle,
        read,
        request,
        Duration.ofSeconds(5),
        2,
        usual.compressFromBytes(),
        usual.zstdLevel(),
        usual.brotliLevel(),
        usual.gzipLevel(),
        usual.responses());
  }

  static Future<String> deploy(Vertx vertx, HttpEdge edge, int instances) {
    return vertx.deployVerticle(
        () -> new HttpVerticle(edge), new DeploymentOptions().setInstances(instances));
  }

  Vertx vertx() {
    return vertx;
  }

  HttpEdge edge() {
    return edge;
  }

  int port() {
    return port;
  }

  Future<Void> undeploy() {
    return vertx.undeploy(deployment);
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> get(String path, String... headers) {
    var request = to(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> send(String method, String path, String json) {
    return send(method, path, BodyPublishers.ofString(json));
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body) {
    return send(to(path).header("Content-Type", "application/json").method(method, body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request.build(), handler);
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    } catch (InterruptedException thrown) {
      throw new IllegalStateException("interrupted", thrown);
    }
  }

  /// Sends bytes as they are and returns all that comes back until the server closes.
  String raw(String bytes) {
    try (var socket = socket()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  Socket socket() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  /// Reads one line; empty when the connection is closed, too.
  static String line(Socket socket) throws IOException {
    var line = new StringBuilder();
    var in = socket.getInputStream();
    for (var c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @CanIgnoreReturnValue
  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("\"type\":\"" + type + "\"")
        .contains("\"status\":" + status);
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Override
  public void close() {
    client.close();
    await(vertx.close());
  }
}
