package dev.peregrine.launcher.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import dev.peregrine.http.HttpVerticle;
import dev.peregrine.launcher.internal.house.Peregrine;
import dev.peregrine.observability.ObservabilityConfig;
import dev.peregrine.observability.ProfileRoutes;
import dev.peregrine.observability.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command against an operators' port that takes profiles of this process.
class ProfileCommandIT {

  private static final String PROFILES = "/ops/profiles";
  private static final String NOBODY = "http://127.0.0.1:1";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Telemetry telemetry = new Telemetry(ObservabilityConfig.defaults());
  private final ProfileRoutes routes = new ProfileRoutes(vertx, telemetry);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final StopSignal stop = new StopSignal();
  private int port;

  @TempDir private Path home;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(home.resolve("conf"));
    var config = HttpConfig.at("127.0.0.1", 0);
    var edge = new HttpEdge("ops", config, telemetry.httpStats(), List.of(routes));
    await(vertx.deployVerticle(new HttpVerticle(edge)));
    port = await(edge.port());
  }

  @AfterEach
  void close() {
    client.close();
    await(routes.close());
    await(vertx.close());
    telemetry.close();
  }

  @Test
  void a_flame_graph_is_written_and_its_path_printed() throws IOException {
    var file = home.resolve("graph.html");

    var code = profile("--seconds", "1", "--out", file.toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString().strip()).isEqualTo(file.toString());
    assertThat(Files.readString(file)).contains("<canvas", "cpu, by samples").endsWith("</html>\n");
    assertThat(left()).containsExactly(file);
  }

  @Test
  void a_recording_is_written_where_the_name_or_the_option_asks_for_one() throws IOException {
    var named = home.resolve("wall.JFR");
    var asked = home.resolve("recording");

    var first = profile("--event", "wall", "--seconds", "1", "--out", named.toString());
    var second =
        profile("--event", "jfr", "--seconds", "1", "--format", "jfr", "--out", asked.toString());

    assertThat(first).as(err.toString()).isZero();
    assertThat(second).as(err.toString()).isZero();
    assertThat(Files.readAllBytes(named)).startsWith('F', 'L', 'R', 0);
    assertThat(Files.readAllBytes(asked)).startsWith('F', 'L', 'R', 0);
  }

  @Test
  void a_service_that_is_away_is_told_with_the_cure() {
    var code = run("profile", "--seconds", "1", "--url", NOBODY);

    assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(err.toString()).contains(NOBODY, "cannot be reached", "./peregrine run");
    assertThat(left()).isEmpty();
  }

  @Test
  void where_another_profile_runs_it_is_told() throws Exception {
    assertThat(post("{\"event\": \"wall\", \"seconds\": 300}").statusCode()).isEqualTo(202);

    var code = profile("--seconds", "1", "--out", home.resolve("never.html").toString());

    assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(err.toString()).contains("503", "Another profile of this process");
    assertThat(left()).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_written_is_told() {
    var nowhere = home.resolve("none").resolve("a.html").toString();

    var code = profile("--event", "wall", "--seconds", "1", "--out", nowhere);

    assertThat(code).isEqualTo(ExitCode.CANNOT_CREATE);
    assertThat(err.toString()).contains("a.html", "cannot be written");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void ctrl_c_ends_the_profile_too() throws Exception {
    var file = home.resolve("never.html").toString();
    var running =
        CompletableFuture.supplyAsync(
            () -> profile("--event", "wall", "--seconds", "300", "--out", file));
    Awaitility.await()
        .untilAsserted(() -> assertThat(list().body()).contains("\"state\":\"running\""));

    stop.request();

    assertThat(running.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    assertThat(err.toString()).contains("stopped: the profile is dropped");
    assertThat(list().body()).contains("\"items\":[]");
    assertThat(left()).isEmpty();
  }

  @Test
  void ctrl_c_while_it_starts_ends_it_too() {
    var asked = new CopyOnWriteArrayList<String>();
    var service =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request -> {
                  asked.add(request.method() + " " + request.path());
                  if (request.method().equals(HttpMethod.POST)) {
                    stop.request();
                    // Long enough for a command that does not wait for it to have left.
                    vertx.setTimer(500, fired -> started(request));
                  } else {
                    var _ = request.response().setStatusCode(204).end();
                  }
                })
                .listen(0, "127.0.0.1"));

    var code = run("profile", "--url", "http://127.0.0.1:" + service.actualPort());

    assertThat(code).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(asked.getFirst()).isEqualTo("POST " + PROFILES);
    assertThat(asked.getLast()).isEqualTo("DELETE " + PROFILES + "/7");
    assertThat(err.toString()).contains("stopped: the profile is dropped");
  }

  private static void started(HttpServerRequest request) {
    var _ = request.response().setStatusCode(202).end("{\"id\":7}");
  }

  private int profile(String... options) {
    var arguments = new String[options.length + 3];
    System.arraycopy(options, 0, arguments, 3, options.length);
    arguments[0] = "profile";
    arguments[1] = "--ops-port";
    arguments[2] = Integer.toString(port);
    return run(arguments);
  }

  private int run(String... arguments) {
    var terminal =
        new Surroundings.Terminal(new PrintWriter(out, true), new PrintWriter(err, true));
    var surroundings = new Surroundings(home, Map.of(), Map.of(), terminal);
    return Cli.commandLine(new Peregrine(home), surroundings, stop).execute(arguments);
  }

  private List<Path> left() {
    try (var all = Files.list(home)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException thrown) {
      throw new AssertionError(thrown);
    }
  }

  private HttpResponse<String> post(String json) throws Exception {
    return send(
        request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> list() throws Exception {
    return send(request());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PROFILES))
        .timeout(Duration.ofSeconds(30));
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
