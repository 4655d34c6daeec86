package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.http.Access;
import dev.peregrine.http.OpenApi;
import dev.peregrine.http.Route;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract: what it describes is served, what is served is described, and it can be read.
class ContractIT {

  /// As the library of the contract's format carries it.
  private static final String META_SCHEMA = "/spec.openapis.org/oas/3.1/schema/2022-10-07";

  @TempDir private static Path home;
  private static OpenHouse house;

  @BeforeAll
  static void open() {
    house = OpenHouse.on(home, RunningHouse.onFreshDatabase());
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void every_route_is_in_the_contract_and_the_other_way_around() {
    var served =
        house.apiRoutes().stream().map(route -> route.method() + " " + route.template()).toList();

    assertThat(served).containsExactlyInAnyOrderElementsOf(Contract.read().operations());
  }

  @Test
  void the_contract_names_the_scope_that_a_route_asks_for() {
    var document = Contract.read().json();
    for (var route : house.apiRoutes()) {
      var operation = operation(document, route);
      var expected =
          route.access() instanceof Access.Bearer(String scope)
              ? new JsonArray().add(new JsonObject().put("bearer", new JsonArray().add(scope)))
              : new JsonArray();

      assertThat(operation.getJsonArray("security")).as(route.template()).isEqualTo(expected);
    }
  }

  @Test
  void the_contract_takes_the_bodies_and_gives_the_media_types_of_its_routes() {
    var document = Contract.read().json();
    var said = new TreeMap<String, List<String>>();
    var done = new TreeMap<String, List<String>>();
    for (var route : house.apiRoutes()) {
      var name = route.method() + " " + route.template();
      var body = operation(document, route).getJsonObject("requestBody", new JsonObject());
      var forms = body.getJsonObject("content", new JsonObject()).fieldNames();
      said.put(name, forms.stream().sorted().toList());
      done.put(name, route.contract().takes().stream().sorted().toList());
    }

    assertThat(said).isEqualTo(done);
  }

  private static JsonObject operation(JsonObject document, Route route) {
    return document
        .getJsonObject("paths")
        .getJsonObject(route.template())
        .getJsonObject(route.method().name().toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void it_is_an_openapi_document_by_the_meta_schema() throws IOException {
    var broken = Contract.read().json();
    broken.getJsonObject("info").remove("title");

    assertThat(isOpenApi(Contract.read().json())).isTrue();
    assertThat(isOpenApi(broken)).isFalse();
  }

  private static boolean isOpenApi(JsonObject document) throws IOException {
    try (var schema = OpenAPIContract.class.getResourceAsStream(META_SCHEMA)) {
      var text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
      var options =
          new JsonSchemaOptions()
              .setBaseUri("https://spec.openapis.org")
              .setDraft(Draft.DRAFT202012)
              .setOutputFormat(OutputFormat.Flag);
      return Validator.create(JsonSchema.of(new JsonObject(text)), options)
          .validate(document)
          .getValid();
    }
  }

  @Test
  void what_the_document_says_and_cannot_be_checked_stops_the_start() {
    var text = Contract.text().replace("maxLength: 2048", "multipleOf: 7");

    assertThatThrownBy(() -> OpenApi.of(text)).hasMessageContaining("multipleOf");
  }

  @Test
  void it_is_shown_in_both_forms_and_kept_by_its_tag() {
    var yaml = house.api().get("/openapi.yaml");
    var json = house.api().get("/openapi.json");

    assertThat(yaml.body()).isEqualTo(Contract.text());
    assertThat(json.json()).isEqualTo(Contract.read().json());
    var again = house.api().get("/openapi.json", "If-None-Match", json.header("ETag"));
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void the_page_runs_nothing_but_its_own_script_and_asks_nobody_else() throws Exception {
    var page = house.api().get("/docs", "Accept", "text/html");

    var policy = page.header("Content-Security-Policy");
    assertThat(page.status()).isEqualTo(200);
    assertThat(policy)
        .startsWith("default-src 'none'; connect-src 'self'; ")
        .contains("script-src '" + hash(page.body(), "script") + "'")
        .contains("style-src '" + hash(page.body(), "style") + "'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    assertThat(page.body())
        .doesNotContain("http://", "https://", "innerHTML", " onclick", " style=");
  }

  private static String hash(String html, String tag) throws Exception {
    var from = html.indexOf("<" + tag + ">") + tag.length() + 2;
    var inner = html.substring(from, html.indexOf("</" + tag + ">"));
    var digest =
        MessageDigest.getInstance("SHA-256").digest(inner.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  @Test
  void requests_are_checked_before_a_room_sees_them_all_at_once() {
    var bad =
        house
            .api()
            .send("POST", "/api/v1/customers/0/orders?x=1", "{\"total\":7,\"currency\":\"eur\"}");
    var errors =
        bad.json().getJsonArray("errors").stream()
            .map(JsonObject.class::cast)
            .collect(
                Collectors.toMap(
                    error -> error.getString("pointer", error.getString("parameter")),
                    error -> error.getString("code")));

    assertThat(errors)
        .isEqualTo(
            Map.of(
                "id",
                "malformed",
                "x",
                "unknown",
                "/total",
                "wrong-type",
                "/currency",
                "malformed"));
  }
}
