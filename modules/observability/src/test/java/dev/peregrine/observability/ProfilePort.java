package dev.peregrine.observability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import dev.peregrine.http.HttpVerticle;
import dev.peregrine.observability.internal.AsyncRecorder.Library;
import dev.peregrine.observability.internal.Profiler.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import one.profiler.AsyncProfiler;
import org.awaitility.Awaitility;

/// An operators' port that takes profiles of this process, and its client.
final class ProfilePort implements AutoCloseable {

  static final String PROFILES = "/ops/profiles";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Telemetry telemetry = new Telemetry(ObservabilityConfig.defaults());
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final ProfileRoutes routes;
  private final int port;

  private ProfilePort(Supplier<Library> library, Limits limits) {
    routes = new ProfileRoutes(vertx, telemetry, () -> remembering(library.get()), limits);
    var config = HttpConfig.at("127.0.0.1", 0);
    var edge = new HttpEdge("ops", config, telemetry.httpStats(), List.of(routes));
    await(vertx.deployVerticle(new HttpVerticle(edge)));
    port = await(edge.port());
  }

  /// Opens one with the real library.
  static ProfilePort open() {
    return open(ProfilePort::library, Limits.USUAL);
  }

  static ProfilePort open(Supplier<Library> library, Limits limits) {
    return new ProfilePort(library, limits);
  }

  /// Returns the real library.
  static Library library() {
    return AsyncProfiler.getInstance()::execute;
  }

  private Library remembering(Library library) {
    return command -> {
      commands.add(command);
      return library.execute(command);
    };
  }

  /// Returns what the library was told.
  List<String> commands() {
    return List.copyOf(commands);
  }

  /// Returns the file that the first profile is written to.
  Path firstFile() {
    var command = commands.getFirst();
    return Path.of(command.substring(command.indexOf("file=") + "file=".length()));
  }

  /// Returns the figures of the process.
  Telemetry telemetry() {
    return telemetry;
  }

  /// Takes a short profile and returns where it is when it is done.
  String profiled(String event) throws Exception {
    var path = started(event, 1);
    assertThat(awaitDone(path).getString("state")).isEqualTo("done");
    return path;
  }

  /// Starts a profile and returns where it is.
  String started(String event, int seconds) throws Exception {
    var started = post("{\"event\": \"" + event + "\", \"seconds\": " + seconds + "}");
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    return started.headers().firstValue("Location").orElseThrow();
  }

  JsonObject awaitDone(String path) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> new JsonObject(get(path, "Accept", "application/json").body()),
            json -> !json.getString("state").equals("running"));
  }

  /// Fetches a recording into a file.
  Path recording(String path, Path directory) throws Exception {
    var request = request(path).header("Accept", "application/x-jfr").build();
    return client.send(request, BodyHandlers.ofFile(directory.resolve("fetched.jfr"))).body();
  }

  HttpResponse<String> post(String json) throws Exception {
    return send("POST", PROFILES, json, "Content-Type", "application/json");
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = request(path).method(method, publisher);
    var with = headers.length == 0 ? request : request.headers(headers);
    return client.send(with.build(), BodyHandlers.ofString(ISO_8859_1));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    client.close();
    await(routes.close());
    await(vertx.close());
    telemetry.close();
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
