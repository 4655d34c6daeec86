package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.launcher.internal.house.Web.Reply;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The check of answers by the contract can fail.
class AnswersTest {

  private static final Answers ANSWERS = Answers.of(Contract.text());
  private static final String PATH = "/api/v1/customers/1";
  private static final String JSON = "application/json";

  private static JsonObject ada() {
    return new JsonObject()
        .put("id", 1)
        .put("name", "Ada")
        .put("email", "ada@example.org")
        .put("type", "individual")
        .put("createdAt", "2026-11-22T10:00:00Z")
        .put("updatedAt", "2026-11-22T10:00:00.123456Z")
        .put("version", 1)
        .put("recentOrders", new io.vertx.core.json.JsonArray());
  }

  private static Reply reply(int status, String mediaType, String body) {
    var headers = Map.of("content-type", List.of(mediaType), "etag", List.of("\"1\""));
    return new Reply(status, HttpHeaders.of(headers, (name, value) -> true), body);
  }

  @Test
  void an_answer_of_the_contract_passes() {
    var reply = reply(200, JSON, ada().encode());

    assertThat(ANSWERS.checked("GET", PATH, reply)).isSameAs(reply);
    assertThat(ANSWERS.checked("HEAD", PATH + "?x=1", reply(200, JSON, ""))).isNotNull();
    assertThat(ANSWERS.checked("GET", "/elsewhere", reply(299, "x", "x"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"299, application/json", "200, text/plain", "404, application/json"})
  void another_status_or_media_type_fails(int status, String mediaType) {
    var reply = reply(status, mediaType, ada().encode());

    assertThatThrownBy(() -> ANSWERS.checked("GET", PATH, reply))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET " + PATH);
  }

  @Test
  void a_body_with_more_or_less_or_other_members_fails() {
    var missing = ada();
    missing.remove("version");
    for (var wrong :
        List.of(
            missing,
            ada().put("secret", 1),
            ada().put("id", "1"),
            ada().put("type", "robot"),
            ada().put("createdAt", "yesterday"))) {
      assertThatThrownBy(() -> ANSWERS.checked("GET", PATH, reply(200, JSON, wrong.encode())))
          .as(wrong.encode())
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void a_header_that_is_missing_or_of_another_form_fails() {
    var body = ada().encode();

    assertThatThrownBy(() -> ANSWERS.checked("POST", "/api/v1/customers", reply(201, JSON, body)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Location");
    var weak = Map.of("content-type", List.of(JSON), "etag", List.of("1"));
    var untagged = new Reply(200, HttpHeaders.of(weak, (name, value) -> true), body);
    assertThatThrownBy(() -> ANSWERS.checked("GET", PATH, untagged))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ETag");
  }
}
