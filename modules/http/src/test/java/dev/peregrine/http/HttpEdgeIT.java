package dev.peregrine.http;

import static dev.peregrine.http.EdgeServer.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients see: routes, methods, ids, queries, bodies.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpEdgeIT {

  private final AtomicReference<Call> lastCall = new AtomicReference<>();
  private EdgeServer server;

  @BeforeAll
  void open() {
    server = new EdgeServer(EdgeServer.config(), this::mount);
  }

  @AfterAll
  void close() {
    server.close();
  }

  private void mount(RouteTable table) {
    table
        .add(Route.get("/things", Access.PUBLIC, this::list))
        .add(Route.post("/things", Access.PUBLIC, HttpEdgeIT::create))
        .add(Route.patch("/things/{id}", Access.PUBLIC, HttpEdgeIT::create))
        .add(Route.post("/things/import", Access.PUBLIC, HttpEdgeIT::create).withBodyLimit(100))
        .add(
            Route.get(
                "/things/{id}", Access.PUBLIC, request -> text("id " + request.idParameter("id"))))
        .add(
            Route.delete(
                "/things/{id}",
                Access.PUBLIC,
                request -> Future.succeededFuture(Answer.noContent())))
        .add(
            Route.get(
                "/names/{name}", Access.PUBLIC, request -> text(request.pathParameter("name"))));
  }

  private Future<Answer> list(Request request) {
    lastCall.set(request.call());
    request.onlyQueries(Set.of("page", "sort", "q"));
    return text(
        request.queryInt("page", 1, 1000, 1)
            + request.queryChoice("sort", Set.of("name", "-name"), "name")
            + request.query("q").orElse(""));
  }

  private static Future<Answer> create(Request request) {
    var fields = request.fields();
    var name = fields.text("name", 1, 20);
    fields.done();
    return text(name).map(answer -> answer.with("Location", "/things/1"));
  }

  private static Future<Answer> text(String text) {
    return Future.succeededFuture(Answer.json(200, Buffer.buffer("\"" + text + "\"")));
  }

  @Test
  void an_answer_carries_what_every_answer_has() {
    var answer = server.get("/things/42", "X-Request-Id", "abc-1");

    assertThat(answer.body()).isEqualTo("\"id 42\"");
    assertThat(answer.headers().map())
        .containsEntry("x-request-id", java.util.List.of("abc-1"))
        .containsEntry("content-type", java.util.List.of("application/json"))
        .containsEntry("cache-control", java.util.List.of("no-store"))
        .containsEntry("x-content-type-options", java.util.List.of("nosniff"))
        .containsEntry("vary", java.util.List.of("accept-encoding"))
        .containsKey("content-security-policy")
        .doesNotContainKey("server");
    Awaitility.await().until(() -> server.told.contains("GET /things/{id} 200"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "9223372036854775808", "abc", "1.0", "+1", "1e3", "%31x", "%00"})
  void an_id_that_can_name_nothing_is_refused_with_its_name(String id) {
    var answer = server.get("/things/" + id);

    assertProblem(answer, 400, "/problems/invalid-request");
    assertThat(answer.body()).contains("\"parameter\":\"id\"").doesNotContain(id + "\"");
  }

  @Test
  void the_largest_id_is_taken() {
    assertThat(server.get("/things/9223372036854775807").body())
        .isEqualTo("\"id 9223372036854775807\"");
  }

  @Test
  void path_parameters_are_decoded() {
    assertThat(server.get("/names/a%20b%C3%A9").body()).isEqualTo("\"a bé\"");
    assertProblem(server.get("/names/%FF"), 400, "/problems/invalid-request");
  }

  @Test
  void queries_are_read_and_strangers_refused() {
    assertThat(server.get("/things?page=2&sort=-name&q=a%26b").body()).isEqualTo("\"2-namea&b\"");
    assertThat(server.get("/things").body()).isEqualTo("\"1name\"");
  }

  @ParameterizedTest
  @CsvSource({
    "pgae=1, pgae, unknown",
    "page=0, page, malformed",
    "page=1001, page, malformed",
    "page=x, page, malformed",
    "page=99999999999, page, malformed",
    "sort=age, sort, not-allowed",
    "page=1&page=2, page, repeated",
  })
  void a_query_that_is_wrong_is_named(String query, String name, String code) {
    var answer = server.get("/things?" + query);

    assertProblem(answer, 400, "/problems/invalid-request");
    assertThat(answer.body())
        .contains("\"parameter\":\"" + name + "\"")
        .contains("\"code\":\"" + code + "\"");
  }

  @Test
  void unknown_paths_and_methods_are_told_apart() {
    assertProblem(server.get("/nowhere"), 404, "/problems/not-found");
    assertProblem(server.get("/things/"), 404, "/problems/not-found");
    assertProblem(server.get("/things/1/x.css"), 404, "/problems/not-found");
    var wrongMethod = server.send("PUT", "/things/1", "{}");
    assertProblem(wrongMethod, 405, "/problems/method-not-allowed");
    assertThat(wrongMethod.headers().firstValue("allow"))
        .hasValue("DELETE, GET, HEAD, OPTIONS, PATCH");
    assertThat(server.get("/things/import").statusCode()).isEqualTo(405);
  }

  @Test
  void options_and_head_need_no_endpoint() {
    var options = server.send(server.to("/things").method("OPTIONS", BodyPublishers.noBody()));
    var head = server.send(server.to("/things/42").method("HEAD", BodyPublishers.noBody()));

    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");
    assertThat(options.headers().firstValue("content-length")).isEmpty();
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-length")).hasValue("7");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void media_types_must_fit() {
    assertProblem(server.get("/things/1", "Accept", "text/html"), 406, "/problems/not-acceptable");
    assertThat(server.get("/things/1", "Accept", "text/html, */*;q=0.1").statusCode())
        .isEqualTo(200);
    var xml = server.to("/things").header("Content-Type", "text/xml");
    var answer = server.send(xml.POST(BodyPublishers.ofString("<a/>")));
    assertProblem(answer, 415, "/problems/unsupported-media-type");
    assertThat(answer.headers().firstValue("accept-post")).hasValue("application/json");
    var patch = server.to("/things/1").method("PATCH", BodyPublishers.ofString("{}"));
    assertThat(server.send(patch).headers().firstValue("accept-patch"))
        .hasValue("application/merge-patch+json, application/json");
    var gzipped = server.to("/things").headers("Content-Type", "application/json");
    var coded = gzipped.header("Content-Encoding", "gzip").POST(BodyPublishers.ofString("{}"));
    assertThat(server.send(coded).statusCode()).isEqualTo(415);
  }

  @Test
  void a_body_is_read() {
    var answer = server.send("POST", "/things", "{\"name\":\"Ada\"}");

    assertThat(answer.body()).isEqualTo("\"Ada\"");
    assertThat(answer.headers().firstValue("location")).hasValue("/things/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"name\":\"\"}",
        "{\"name\":7}",
        "{\"name\":null}",
        "{\"name\":\"a\\u0000\"}",
        "{\"name\":\"aaaaaaaaaaaaaaaaaaaaaaaa\"}",
        "{\"name\":\"a\",\"x\":1}",
        "{\"name\":",
        "[]",
        "{\"name\":\"a\",\"name\":\"b\"}"
      })
  void a_body_that_is_wrong_is_refused(String json) {
    var answer = server.send("POST", "/things", json);

    assertProblem(answer, 400, "/problems/invalid-request");
    assertThat(answer.body()).contains("\"errors\":[{\"pointer\":\"");
  }

  @Test
  void deep_json_and_broken_utf_8_are_refused() {
    var deep = server.send("POST", "/things", "{\"name\":" + "[".repeat(30_000));
    var bytes = new byte[] {'{', '"', 'n', (byte) 0xff, '"', ':', '1', '}'};
    var broken = server.send("POST", "/things", BodyPublishers.ofByteArray(bytes));

    assertProblem(deep, 400, "/problems/invalid-request");
    assertProblem(broken, 400, "/problems/invalid-request");
  }

  @Test
  void the_endpoint_knows_how_long_the_client_waits() {
    var _ = server.get("/things", "Request-Timeout", "7000");
    assertThat(lastCall.get().deadline().remainingMs()).isBetween(-60_000L, 7_000L);

    var _ = server.get("/things", "Request-Timeout", "999999999", "X-Request-Id", "mine");
    assertThat(lastCall.get().deadline().remainingMs()).isLessThanOrEqualTo(10_000L);
    assertThat(lastCall.get().trace()).isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "soon", "1.5", "99999999999999999999"})
  void a_timeout_that_cannot_be_read_is_refused(String header) {
    var answer = server.get("/things", "Request-Timeout", header);

    assertProblem(answer, 400, "/problems/invalid-request");
    assertThat(answer.body()).contains("\"header\":\"Request-Timeout\"");
  }
}
