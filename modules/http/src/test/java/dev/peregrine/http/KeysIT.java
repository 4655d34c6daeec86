package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where keys come from, and what happens when they do not come.
class KeysIT {

  private static final String SCOPE = "things:read";
  private static final Issuer FIRST = new Issuer("-1");
  private static final Issuer SECOND = new Issuer("-2");

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Consumer<HttpServerRequest> issuer = showing(FIRST);
  private URI url = URI.create("http://127.0.0.1/");
  private Duration fetchTimeout = Duration.ofSeconds(10);

  @BeforeEach
  void open() {
    HttpServer listening =
        EdgeServer.await(
            vertx
                .createHttpServer()
                .requestHandler(request -> {
                  asked.incrementAndGet();
                  issuer.accept(request);
                })
                .listen(0, "127.0.0.1"));
    url = URI.create("http://127.0.0.1:" + listening.actualPort() + "/keys");
  }

  @AfterEach
  void close() {
    EdgeServer.await(vertx.close());
  }

  private static Consumer<HttpServerRequest> showing(Issuer issuer) {
    return answering(200, issuer.jwks().encode());
  }

  private static Consumer<HttpServerRequest> answering(int status, String body) {
    return request -> {
      var _ =
          request
              .response()
              .setStatusCode(status)
              .putHeader("Location", "/elsewhere")
              .end(Buffer.buffer(body));
    };
  }

  private AuthConfig fetched(Duration refreshEvery) {
    return config(Optional.of(url), Optional.empty(), refreshEvery);
  }

  private AuthConfig config(Optional<URI> url, Optional<Path> file, Duration refreshEvery) {
    return new AuthConfig(
        true,
        Optional.of(Issuer.NAME),
        Optional.of(Issuer.AUDIENCE),
        url,
        file,
        Duration.ZERO,
        refreshEvery,
        fetchTimeout);
  }

  private EdgeServer server(Tokens tokens) {
    return new EdgeServer(
        EdgeServer.config(),
        tokens,
        OpenApi.NONE,
        table ->
            table
                .add(
                    Route.get("/things", Access.scope(SCOPE), request -> done(Buffer.buffer("{}"))))
                .add(
                    Route.post(
                        "/things", Access.scope(SCOPE), request -> done(request.bodyBytes()))));
  }

  private static Future<Answer> done(Buffer body) {
    return Future.succeededFuture(Answer.json(200, body));
  }

  private Tokens opened(AuthConfig config) {
    var tokens = new Tokens(config);
    EdgeServer.await(tokens.open(vertx));
    return tokens;
  }

  private static int status(EdgeServer server, Issuer issuer) {
    return server.get("/things", "Authorization", "Bearer " + issuer.token(SCOPE)).statusCode();
  }

  @Test
  void a_new_key_is_fetched_when_the_first_token_names_it_and_the_body_waits() {
    try (var tokens = opened(fetched(Duration.ofHours(1)));
        var server = server(tokens)) {
      assertThat(status(server, FIRST)).isEqualTo(200);
      issuer = showing(SECOND);

      var answer =
          server.send(
              server
                  .to("/things")
                  .header("Content-Type", "application/json")
                  .header("Authorization", "Bearer " + SECOND.token(SCOPE))
                  .POST(BodyPublishers.ofString("{\"kept\":true}")));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"kept\":true}");
      assertThat(status(server, FIRST)).as("its key is gone").isEqualTo(401);
    }
  }

  @Test
  void made_up_keys_do_not_make_it_ask_each_time() {
    var start = System.nanoTime();
    try (var tokens = opened(fetched(Duration.ofHours(1)));
        var server = server(tokens)) {
      for (var i = 0; i < 50; i++) {
        assertThat(status(server, SECOND)).isEqualTo(401);
      }

      // Once when it opened, and then every five seconds.
      var rests = (int) ((System.nanoTime() - start) / 5_000_000_000L);
      assertThat(asked.get()).isBetween(2, 2 + rests);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"500", "symmetric", "silent"})
  void the_old_keys_stay_good_while_the_issuer_is_away(String how) {
    fetchTimeout = Duration.ofSeconds(2);
    try (var tokens = opened(fetched(Duration.ofSeconds(1)));
        var server = server(tokens)) {
      issuer = away(how);
      var before = asked.get();

      var start = System.nanoTime();
      Awaitility.await().until(() -> asked.get() >= before + 2);

      assertThat(status(server, FIRST)).isEqualTo(200);
      var seconds = (int) ((System.nanoTime() - start) / 1_000_000_000L);
      assertThat(asked.get()).isLessThan(before + 10 + seconds);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"500", "302", "garbage", "empty", "symmetric", "huge", "slow", "silent"})
  void without_a_key_nothing_starts_and_the_key_of_the_configuration_is_named(String how) {
    issuer = away(how);
    if (how.equals("slow") || how.equals("silent")) {
      fetchTimeout = Duration.ofMillis(300);
    }
    var tokens = new Tokens(fetched(Duration.ofHours(1)));

    assertThatThrownBy(() -> EdgeServer.await(tokens.open(vertx)))
        .hasStackTraceContaining("auth.jwksUrl")
        .hasStackTraceContaining("KeysFailure");
  }

  private Consumer<HttpServerRequest> away(String how) {
    return switch (how) {
      case "500" -> answering(500, FIRST.jwks().encode());
      case "302" -> answering(302, "");
      case "garbage" -> answering(200, "<html>");
      case "empty" -> answering(200, "{\"keys\":[]}");
      case "symmetric" ->
          answering(200, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"alg\":\"HS256\"}]}");
      case "huge" -> answering(200, FIRST.jwks().put("x", "x".repeat(70_000)).encode());
      case "slow" ->
          request -> {
            var _ = request.response().setChunked(true).write("{");
          };
      default -> request -> {};
    };
  }

  @Test
  void keys_are_taken_from_a_file_in_either_form() throws IOException {
    var pem = Issuer.pem(FIRST.rsa) + Issuer.pem(FIRST.ec) + Issuer.pem(FIRST.ed);
    for (var text : new String[] {pem, FIRST.jwks().encode(), FIRST.rsaKey().toJSONString()}) {
      var file = Files.writeString(folder.resolve("keys"), text);
      try (var tokens = opened(config(Optional.empty(), Optional.of(file), Duration.ofHours(1)));
          var server = server(tokens)) {
        assertThat(status(server, FIRST)).isEqualTo(200);
        assertThat(status(server, SECOND)).isEqualTo(401);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret-word", "{\"keys\":[]}", "{\"kty\":\"secret-word\"}", "\0"})
  void a_file_without_a_key_stops_the_start_and_is_not_repeated(String text) throws IOException {
    var file = Files.writeString(folder.resolve("keys"), text);
    var tokens = new Tokens(config(Optional.empty(), Optional.of(file), Duration.ofHours(1)));

    assertThatThrownBy(() -> EdgeServer.await(tokens.open(vertx)))
        .hasStackTraceContaining("auth.keyFile")
        .satisfies(thrown ->
            assertThat(thrown.toString() + thrown.getCause()).doesNotContain("secret-word"));
  }

  @Test
  void weak_and_private_parts_of_keys_are_not_used() throws IOException {
    var weak = Issuer.pem(Issuer.pair("RSA", 1_024));
    var other = Issuer.pem(Issuer.pair("EC", 384));
    var file = Files.writeString(folder.resolve("keys"), weak + other);
    var tokens = new Tokens(config(Optional.empty(), Optional.of(file), Duration.ofHours(1)));

    assertThatThrownBy(() -> EdgeServer.await(tokens.open(vertx)))
        .hasStackTraceContaining("no key for RS256, ES256 or EdDSA");
    assertThat(new JsonObject(FIRST.rsaKey().toJSONString()).containsKey("d")).isFalse();
  }
}
