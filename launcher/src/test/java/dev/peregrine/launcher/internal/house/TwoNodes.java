package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.RegionConfig;
import dev.peregrine.customers.Customers;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// Two nodes of one service in this JVM, and what both of them show.
final class TwoNodes implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String HIT = "peregrine-l1; hit";

  private final List<RunningHouse> houses;

  TwoNodes(Path home, PeregrineConfig config) {
    houses = Stream.of(1, 2).map(n -> RunningHouse.start(home, config)).toList();
    awaitProof();
  }

  /// Returns a configuration whose caches remember everything for an hour, also that there is
  /// nobody.
  static PeregrineConfig rememberingLong(URI postgres, URI redis) {
    var config = RunningHouse.on(postgres, redis);
    var hour = Duration.ofHours(1);
    var region =
        Knobs.with(Knobs.with(RegionConfig.defaults(), "freshFor", hour), "absentFor", hour);
    var cache = Knobs.with(config.cache(), "regions", Map.of(Customers.REGION, region));
    return RunningHouse.with(config, cache);
  }

  Web first() {
    return houses.getFirst().api();
  }

  /// Waits until both nodes may believe their memories.
  void awaitProof() {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() ->
            houses.stream()
                .allMatch(house ->
                    house.ops().get("/health/ready").json().getString("status").equals("up")));
  }

  long register(String name) {
    return first().post(CUSTOMERS, person(name, UUID.randomUUID() + "@example.org")).id();
  }

  /// Returns somebody whom both nodes have in memory, and of whom nothing waits to be evicted.
  long remembered(String name) {
    var id = register(name);
    awaitEmptyLane();
    remember(id, 200);
    return id;
  }

  /// Waits until both nodes answer from memory.
  void remember(long id, int status) {
    for (var house : houses) {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .atMost(LIMIT)
          .until(() -> {
            var reply = house.api().get(customer(id));
            assertThat(reply.status()).isEqualTo(status);
            return status == 404 || reply.header("Cache-Status").equals(HIT);
          });
    }
  }

  /// Waits until every eviction that stood in the outbox is carried out, or taken back.
  void awaitEmptyLane() {
    var sql = houses.getFirst().sql();
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> sql.number("select count(*) from outbox where lane = 'cache'") == 0);
  }

  void awaitName(long id, String name) {
    await(id, json -> name.equals(json.getString("name")));
  }

  void awaitOrders(long id, int count) {
    await(id, json -> json.getJsonArray("recentOrders").size() == count);
  }

  void assertRemembered(long id) {
    assertThat(houses)
        .allSatisfy(house ->
            assertThat(house.api().get(customer(id)).header("Cache-Status")).isEqualTo(HIT));
  }

  void awaitStatus(long id, int status) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(houses)
                .extracting(house -> house.api().get(customer(id)).status())
                .containsOnly(status));
  }

  void await(long id, Predicate<JsonObject> shown) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(houses)
                .extracting(house -> house.api().get(customer(id)).json())
                .allMatch(shown));
  }

  /// Returns how often something was evicted by its key, by either node.
  long evictions() {
    return houses.stream()
        .flatMap(house -> house.ops().get("/metrics").body().lines())
        .filter(line ->
            line.startsWith(
                "peregrine_cache_events_total{event=\"eviction\",region=\"customers\"}"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    houses.forEach(RunningHouse::close);
  }
}
