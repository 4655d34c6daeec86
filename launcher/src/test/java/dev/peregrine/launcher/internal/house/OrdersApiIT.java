package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders, as clients see them.
class OrdersApiIT {

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Web api;

  @BeforeAll
  static void open() {
    house = RunningHouse.start(home);
    api = house.api();
    Awaitility.await().until(() -> house.ops().get("/health/ready").status() == 200);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void an_order_is_answered_and_raises_the_version() {
    var created = registered();
    var path = customer(created.id());
    api.get(path);

    var placed = place(path, "12.5");

    assertThat(placed.status()).isEqualTo(201);
    assertThat(placed.json().fieldNames())
        .containsExactlyInAnyOrder("id", "customerId", "status", "total", "currency", "placedAt");
    assertThat(placed.json().getLong("customerId")).isEqualTo(created.id());
    assertThat(placed.json().getString("status")).isEqualTo("paid");
    assertThat(placed.json().getString("total")).isEqualTo("12.50");
    assertThat(placed.json().getString("currency")).isEqualTo("EUR");
    var now = api.get(path).json();
    assertThat(now.getLong("version")).as("read your writes: placed, then paid").isEqualTo(3);
    var entry = placed.json();
    entry.remove("customerId");
    assertThat(now.getJsonArray("recentOrders")).isEqualTo(new JsonArray().add(entry));
  }

  @Test
  void the_ten_newest_orders_are_shown_and_all_can_be_read_both_ways() {
    var path = customer(registered().id());
    var placed = new ArrayList<Long>();
    IntStream.range(0, 23).forEach(n -> placed.add(place(path, n + ".01").id()));
    Collections.reverse(placed);

    var recent = ids(api.get(path).json().getJsonArray("recentOrders"));
    var forwards = new ArrayList<List<Long>>();
    var page = api.get(path + "/orders?limit=5");
    while (true) {
      forwards.add(ids(page.items()));
      var next = page.json().getString("nextCursor");
      if (next == null) {
        break;
      }
      page = api.get(path + "/orders?limit=5&cursor=" + next);
    }
    var backwards = new ArrayList<List<Long>>();
    while (true) {
      backwards.addFirst(ids(page.items()));
      var previous = page.json().getString("prevCursor");
      if (previous == null) {
        break;
      }
      page = api.get(path + "/orders?limit=5&cursor=" + previous);
    }

    assertThat(recent).isEqualTo(placed.subList(0, 10));
    assertThat(forwards).hasSize(5);
    assertThat(forwards.stream().flatMap(List::stream)).containsExactlyElementsOf(placed);
    assertThat(backwards.stream().flatMap(List::stream)).containsExactlyElementsOf(placed);
  }

  private static Reply registered() {
    return api.post(CUSTOMERS, person("Ada", "ada-" + UUID.randomUUID() + "@example.org"));
  }

  private static Reply place(String customer, String total) {
    return api.post(
        customer + "/orders", new JsonObject().put("total", total).put("currency", "EUR"));
  }

  private static List<Long> ids(JsonArray items) {
    return items.stream().map(item -> ((JsonObject) item).getLong("id")).toList();
  }
}
