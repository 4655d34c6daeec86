package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Spent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the time went is told to operators who ask, and to nobody else.
class ServerTimingIT {

  private static final String READ = "things:read";
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "receive;dur=0.0, cache;dur=2.0, database;dur=7.5, bus;dur=0.0, other;dur=([0-9.]+),"
              + " total;dur=([0-9.]+)");
  private static final Issuer ISSUER = new Issuer("-1");

  @TempDir private static Path folder;
  private static Vertx vertx;
  private static Tokens tokens;
  private static EdgeServer guarded;
  private static EdgeServer open;

  @BeforeAll
  static void open() throws IOException {
    var file = Files.writeString(folder.resolve("keys.json"), ISSUER.jwks().encode());
    vertx = Vertx.vertx();
    tokens = new Tokens(TokenTableIT.config(file));
    EdgeServer.await(tokens.open(vertx));
    guarded = new EdgeServer(EdgeServer.config(), tokens, OpenApi.NONE, ServerTimingIT::mount);
    open = new EdgeServer(EdgeServer.config(), ServerTimingIT::mount);
  }

  @AfterAll
  static void close() {
    open.close();
    guarded.close();
    tokens.close();
    EdgeServer.await(vertx.close());
  }

  private static void mount(RouteTable table) {
    table
        .add(Route.get("/things", Access.scope(READ), ServerTimingIT::charge))
        .add(Route.get("/broken", Access.scope(READ), request -> Future.failedFuture("broken")))
        .add(
            Route.get(
                "/later",
                Access.scope(READ),
                request ->
                    Future.succeededFuture(
                        Answer.empty(202).with("Preference-Applied", "respond-async"))))
        .add(Route.get("/public", Access.PUBLIC, ServerTimingIT::charge));
  }

  /// Says that it waited for the database and the cache.
  private static Future<Answer> charge(Request request) {
    request.call().spent().add(Spent.Part.DATABASE, Duration.ofNanos(7_500_000).toNanos());
    request.call().spent().add(Spent.Part.CACHE, Duration.ofMillis(2).toNanos());
    return Future.succeededFuture(Answer.json(200, Buffer.buffer("{}")).withEntityTag("1"));
  }

  private static List<String> timing(HttpResponse<String> answer) {
    return answer.headers().allValues("server-timing");
  }

  private static HttpResponse<String> asked(String path, String scope) {
    var token = ISSUER.rs256(Issuer.claims(scope));
    return guarded.get(path, "Authorization", "Bearer " + token, "Prefer", "server-timing");
  }

  @Test
  void an_operator_who_asks_is_told_where_the_time_went() {
    var answer = asked("/things", READ + " ops");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(timing(answer)).hasSize(1).first().asString().matches(ACCOUNT);
    assertThat(answer.headers().firstValue("preference-applied")).hasValue("server-timing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Server-Timing", " respond-async , server-timing", "server-timing,x=1"})
  void who_comes_from_this_machine_is_told_where_nobody_is_asked_for_a_token(String preference) {
    assertThat(timing(open.get("/things", "Prefer", preference)))
        .hasSize(1)
        .first()
        .asString()
        .matches(ACCOUNT);
  }

  @Test
  void what_an_endpoint_has_applied_is_said_as_well() {
    var answer = open.get("/later", "Prefer", "respond-async, server-timing");

    assertThat(answer.headers().firstValue("preference-applied"))
        .hasValue("respond-async, server-timing");
  }

  @Test
  void a_failure_and_what_has_not_changed_say_so_too() {
    assertThat(timing(open.get("/broken", "Prefer", "server-timing")))
        .first()
        .asString()
        .contains("database;dur=0.0");
    var unchanged = open.get("/things", "Prefer", "server-timing", "If-None-Match", "\"1\"");
    assertThat(unchanged.statusCode()).isEqualTo(304);
    assertThat(timing(unchanged)).hasSize(1);
  }

  static Stream<HttpResponse<String>> others() {
    var reader = ISSUER.rs256(Issuer.claims(READ));
    return Stream.of(
        asked("/things", READ),
        asked("/things", READ + " operations"),
        asked("/things", "ops"),
        // Nobody is asked for a token here, so nobody is known to be an operator.
        asked("/public", "ops"),
        guarded.get("/things", "Prefer", "server-timing"),
        guarded.get("/things", "Authorization", "Bearer " + reader),
        open.get("/absent", "Prefer", "server-timing"),
        open.get("/things"),
        open.get("/things", "Prefer", "server-timings"),
        open.get("/things", "Prefer", ""),
        open.get("/things", "Server-Timing", "on"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void nobody_else_is_told(HttpResponse<String> answer) {
    assertThat(timing(answer)).isEmpty();
    assertThat(answer.headers().firstValue("preference-applied")).isEmpty();
  }
}
