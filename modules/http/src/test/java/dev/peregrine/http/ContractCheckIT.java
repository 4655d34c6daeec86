package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that break the contract never reach an endpoint.
class ContractCheckIT {

  private static final String DOCUMENT =
      """
      openapi: 3.1.0
      paths:
        /things/{id}:
          parameters:
            - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 99 } }
          get:
            parameters:
              - { name: sort, in: query, schema: { type: string, enum: [up, down] } }
              - { name: deep, in: query, schema: { type: boolean } }
              - { name: part, in: query, required: true, schema: { $ref: '#/components/schemas/Part' } }
              - { name: X-Mark, in: header, schema: { type: string, maxLength: 3 } }
          put:
            requestBody:
              content:
                application/json:
                  schema:
                    type: object
                    additionalProperties: false
                    required: [name, size]
                    properties:
                      name: { type: string, minLength: 1, maxLength: 5, pattern: '^[a-z]*$', x-expected: small letters }
                      size: { type: integer, minimum: 0, maximum: 10 }
                      good: { type: boolean }
      components:
        schemas:
          Part: { type: string, minLength: 1, maxLength: 3 }
      """;
  private static final AtomicInteger REACHED = new AtomicInteger();
  private static EdgeServer server;

  @BeforeAll
  static void open() {
    server =
        new EdgeServer(
            EdgeServer.config(),
            Tokens.OFF,
            OpenApi.of(DOCUMENT),
            table ->
                table
                    .add(Route.get("/things/{id}", Access.PUBLIC, ContractCheckIT::reached))
                    .add(Route.put("/things/{id}", Access.PUBLIC, ContractCheckIT::reached))
                    .add(Route.get("/free/{id}", Access.PUBLIC, ContractCheckIT::reached)));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static Future<Answer> reached(Request request) {
    REACHED.incrementAndGet();
    return Future.succeededFuture(Answer.json(200, Buffer.buffer("{}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/things/1?part=a",
        "/things/99?part=%F0%9F%A6%85%F0%9F%A6%85%F0%9F%A6%85&sort=down&deep=true",
        "/free/x?y=1"
      })
  void what_the_contract_allows_reaches_the_endpoint(String path) {
    assertThat(server.get(path, "X-Mark", "abc").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/things/0?part=a, id, malformed",
    "/things/100?part=a, id, malformed",
    "/things/%2B5?part=a, id, malformed",
    "/things/5-?part=a, id, malformed",
    "/things/1, part, missing",
    "/things/1?part=, part, too-short",
    "/things/1?part=abcd, part, too-long",
    "/things/1?part=a&sort=Up, sort, not-allowed",
    "/things/1?part=a&deep=1, deep, not-allowed",
    "/things/1?part=a&x=1, x, unknown"
  })
  void what_it_does_not_allow_is_named(String path, String parameter, String code) {
    var before = REACHED.get();

    var answer = server.get(path);

    EdgeServer.assertProblem(answer, 400, "/problems/invalid-request");
    assertThat(errors(answer.body()))
        .singleElement()
        .satisfies(error -> {
          assertThat(error.getString("parameter")).isEqualTo(parameter);
          assertThat(error.getString("code")).isEqualTo(code);
        });
    assertThat(REACHED.get()).isEqualTo(before);
  }

  @Test
  void a_header_is_held_to_it_too() {
    var answer = server.get("/things/1?part=a", "X-Mark", "abcd");

    assertThat(errors(answer.body()))
        .extracting(error -> error.getString("header"))
        .containsExactly("X-Mark");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /name /size",
        "{\"name\":null,\"size\":1} | /name",
        "{\"name\":7,\"size\":1} | /name",
        "{\"name\":\"\",\"size\":1} | /name",
        "{\"name\":\"abcdef\",\"size\":1} | /name",
        "{\"name\":\"A\",\"size\":1} | /name",
        "{\"name\":\"a\",\"size\":11} | /size",
        "{\"name\":\"a\",\"size\":1.5} | /size",
        "{\"name\":\"a\",\"size\":\"1\"} | /size",
        "{\"name\":\"a\",\"size\":1e99} | /size",
        "{\"name\":\"a\",\"size\":1,\"good\":\"yes\"} | /good",
        "{\"name\":\"a\",\"size\":[],\"more\":1} | /size /more",
        "[] | ''",
        "{ | ''"
      })
  void a_body_that_breaks_it_is_named_in_every_place(String body, String pointers) {
    var before = REACHED.get();

    var answer = server.send("PUT", "/things/1", body);

    EdgeServer.assertProblem(answer, 400, "/problems/invalid-request");
    assertThat(errors(answer.body()))
        .extracting(error -> error.getString("pointer"))
        .containsExactlyInAnyOrder(pointers.split(" ", -1));
    assertThat(REACHED.get()).isEqualTo(before);
  }

  @Test
  void all_places_are_named_at_once_and_nothing_is_repeated() {
    var answer = server.send("PUT", "/things/0?zqxjk=1", "{\"name\":\"ZQXJK\",\"size\":-1}");

    assertThat(errors(answer.body())).hasSize(4);
    assertThat(answer.body()).doesNotContain("ZQXJK");
  }

  @Test
  void what_it_allows_in_a_body_reaches_the_endpoint() {
    var body = "{\"size\":10,\"name\":\"abc\",\"good\":true}";

    var answer = server.send("PUT", "/things/1", BodyPublishers.ofString(body));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: number",
        "type: string, multipleOf: 2",
        "type: string, pattern: '('",
        "$ref: '#/nowhere'",
        "minLength: 1"
      })
  void a_rule_that_cannot_be_checked_stops_the_start(String schema) {
    var document = DOCUMENT.replace("type: string, minLength: 1, maxLength: 3", schema);

    assertThatThrownBy(() -> OpenApi.of(document))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contract: ");
  }

  @Test
  void a_body_that_is_open_or_no_yaml_stops_the_start() {
    var open = DOCUMENT.replace("additionalProperties: false", "additionalProperties: true");

    assertThatThrownBy(() -> OpenApi.of(open)).hasMessageContaining("no closed object");
    assertThatThrownBy(() -> OpenApi.of("a: [")).hasMessageContaining("contract: ");
    assertThatThrownBy(() -> OpenApi.of("7")).hasMessageContaining("expected: an OpenAPI");
  }

  private static List<JsonObject> errors(String problem) {
    return new JsonObject(problem)
        .getJsonArray("errors").stream().map(JsonObject.class::cast).toList();
  }
}
