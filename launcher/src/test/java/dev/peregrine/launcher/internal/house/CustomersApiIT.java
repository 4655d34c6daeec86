package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One customer, as clients see it.
class CustomersApiIT {

  private static final long NOBODY = 9_000_000_000_000_000_000L;

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Web api;

  @BeforeAll
  static void open() {
    house = RunningHouse.start(home, RunningHouse.believing(RunningHouse.onFreshDatabase()));
    api = house.api();
    Awaitility.await().until(() -> house.ops().get("/health/ready").status() == 200);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void a_new_customer_is_answered_whole() {
    var email = email();

    var created = api.post(CUSTOMERS, person("Zoë Ångström 🦅", email));

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(customer(created.id()));
    assertThat(created.header("ETag")).isEqualTo("\"1\"");
    assertThat(created.header("Content-Type")).startsWith("application/json");
    var json = created.json();
    assertThat(json.fieldNames())
        .containsExactly(
            "id", "name", "email", "type", "createdAt", "updatedAt", "version", "recentOrders");
    assertThat(json.getString("name")).isEqualTo("Zoë Ångström 🦅");
    assertThat(json.getString("email")).isEqualTo(email);
    assertThat(json.getString("type")).isEqualTo("individual");
    assertThat(json.getLong("version")).isEqualTo(1);
    assertThat(json.getJsonArray("recentOrders")).isEmpty();
    assertThat(Instant.parse(json.getString("createdAt")))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(json.getString("createdAt")).endsWith("Z").isEqualTo(json.getString("updatedAt"));
    assertThat(api.get(created.header("Location")).json()).isEqualTo(json);
  }

  @Test
  void a_find_says_which_tier_answered() {
    var id = registered().id();

    var first = api.get(customer(id));
    var second = api.get(customer(id));

    assertThat(first.header("Cache-Status")).isEqualTo("peregrine-l1; fwd=miss");
    assertThat(second.header("Cache-Status")).isEqualTo("peregrine-l1; hit");
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.header("Age")).matches("\\d+");
    assertThat(second.header("Cache-Control")).isNotEmpty();
    assertThat(api.get(customer(id), "Cache-Control", "no-cache").header("Cache-Status"))
        .isEqualTo("peregrine-l1; fwd=request");
  }

  @Test
  void a_client_that_knows_the_customer_is_told_so() {
    var created = registered();
    var path = customer(created.id());

    var known = api.get(path, "If-None-Match", created.header("ETag"));
    var changed = api.get(path, "If-None-Match", "\"0\"");
    var head = api.send("HEAD", path, BodyPublishers.noBody());

    assertThat(known.status()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(known.header("ETag")).isEqualTo(created.header("ETag"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo(created.header("ETag"));
    assertThat(head.header("Content-Length"))
        .isEqualTo(String.valueOf(created.body().getBytes(StandardCharsets.UTF_8).length));
  }

  @Test
  void a_replacement_names_what_it_replaces() {
    var created = registered();
    var path = customer(created.id());
    var replacement = person("Grace Hopper", email()).put("type", "partner").encode();

    var unconditional = api.send("PUT", path, replacement);
    var stale = api.send("PUT", path, replacement, "If-Match", "\"7\"");
    var untouched = api.get(path);
    var replaced = api.send("PUT", path, replacement, "If-Match", created.header("ETag"));

    assertThat(unconditional.status()).isEqualTo(428);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(untouched.json()).isEqualTo(created.json());
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.header("ETag")).isEqualTo("\"2\"");
    assertThat(replaced.json().getString("name")).isEqualTo("Grace Hopper");
    assertThat(replaced.json().getString("type")).isEqualTo("partner");
    assertThat(replaced.json().getString("createdAt"))
        .isEqualTo(created.json().getString("createdAt"));
    assertThat(api.get(path).json()).as("read your writes").isEqualTo(replaced.json());
    assertThat(api.send("PUT", path, replacement, "If-Match", created.header("ETag")).status())
        .isEqualTo(412);
    assertThat(api.send("PUT", path, replacement, "If-Match", "*").status()).isEqualTo(200);
  }

  @Test
  void the_tag_of_a_compressed_answer_can_be_replaced_too() {
    var path = customer(registered().id());
    IntStream.range(0, 10).forEach(n -> place(path, n + ".00"));
    var compressed = api.get(path, "Accept-Encoding", "gzip");

    var replaced =
        api.send(
            "PUT", path, person("Ada", email()).encode(), "If-Match", compressed.header("ETag"));

    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(replaced.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/merge-patch+json", "application/json"})
  void a_patch_changes_what_it_names(String mediaType) {
    var created = registered();
    var path = customer(created.id());
    api.get(path);

    var patched =
        api.send(
            "PATCH",
            path,
            BodyPublishers.ofString("{\"name\":\"Ada King\"}"),
            "Content-Type",
            mediaType);

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.header("ETag")).isEqualTo("\"2\"");
    var expected = created.json().put("name", "Ada King").put("version", 2);
    assertThat(patched.json().copy().put("updatedAt", expected.getString("updatedAt")))
        .isEqualTo(expected);
    assertThat(api.get(path).json()).as("read your writes").isEqualTo(patched.json());
    assertThat(api.send("PATCH", path, "{\"name\":\"No\"}", "If-Match", "\"1\"").status())
        .isEqualTo(412);
  }

  @Test
  void a_patch_that_names_nothing_changes_nothing() {
    var created = registered();

    var patched = api.send("PATCH", customer(created.id()), "{}");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json()).isEqualTo(created.json());
  }

  @Test
  void a_removed_customer_is_gone_with_the_orders() {
    var path = customer(registered().id());
    place(path, "1.00");
    api.get(path);

    var removed = api.delete(path);

    assertThat(removed.status()).isEqualTo(204);
    assertThat(removed.body()).isEmpty();
    assertThat(api.get(path).status()).as("read your writes").isEqualTo(404);
    assertThat(api.get(path + "/orders").status()).isEqualTo(404);
    assertThat(api.delete(path).status()).isEqualTo(404);
    assertThat(api.get(path).header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void a_removal_may_name_what_it_removes() {
    var created = registered();
    var path = customer(created.id());

    var stale = api.delete(path, "If-Match", "\"7\"");
    var removed = api.delete(path, "If-Match", created.header("ETag"));

    assertThat(stale.status()).isEqualTo(412);
    assertThat(removed.status()).isEqualTo(204);
  }

  @Test
  void nobody_can_be_found_changed_or_served() {
    var path = customer(NOBODY);
    var person = person("Nobody", email()).encode();

    assertThat(api.get(path).status()).isEqualTo(404);
    assertThat(api.send("PUT", path, person, "If-Match", "*").status()).isEqualTo(404);
    assertThat(api.send("PATCH", path, person).status()).isEqualTo(404);
    assertThat(api.delete(path).status()).isEqualTo(404);
    assertThat(api.get(path + "/orders").status()).isEqualTo(404);
    assertThat(place(path, "1.00").status()).isEqualTo(404);
  }

  @Test
  void an_address_belongs_to_one_customer_whatever_its_case() {
    var email = email();
    api.post(CUSTOMERS, person("First", email));
    var other = registered();
    var upper = person("Second", email.toUpperCase(Locale.ROOT));

    var again = api.post(CUSTOMERS, upper);
    var replaced = api.send("PUT", customer(other.id()), upper.encode(), "If-Match", "*");
    var patched =
        api.send(
            "PATCH",
            customer(other.id()),
            new JsonObject().put("email", upper.getString("email")).encode());

    for (var refused : List.of(again, replaced, patched)) {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
      assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
          .isEqualTo("/email");
    }
    assertThat(api.get(customer(other.id())).json()).isEqualTo(other.json());
  }

  @Test
  void a_customer_may_write_the_own_address_in_another_case() {
    var created = registered();
    var upper = created.json().getString("email").toUpperCase(Locale.ROOT);

    var patched =
        api.send("PATCH", customer(created.id()), new JsonObject().put("email", upper).encode());

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json().getString("email")).isEqualTo(upper);
  }

  private static Reply registered() {
    return api.post(CUSTOMERS, person("Ada Lovelace", email()));
  }

  private static Reply place(String customer, String total) {
    return api.post(
        customer + "/orders", new JsonObject().put("total", total).put("currency", "EUR"));
  }

  private static String email() {
    return "ada-" + UUID.randomUUID() + "@example.org";
  }
}
