package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.customers.Customers;
import dev.peregrine.testkit.OwnServers;
import dev.peregrine.testkit.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A house whose customers may be served stale, as clients see it.
class StaleCustomersIT {

  @TempDir private Path home;

  @Test
  void what_is_stale_is_served_while_it_is_refreshed_and_while_postgres_is_away() {
    var postgres = OwnServers.postgres(home.resolve("postgres"));
    try (postgres;
        var house =
            RunningHouse.start(
                home,
                RunningHouse.with(RunningHouse.on(postgres.uri(), Servers.redis()), cache()))) {
      var api = house.api();
      Awaitility.await().until(() -> house.ops().get("/health/ready").status() == 200);
      var known = customer(api.post(CUSTOMERS, person("Ada", "ada@example.org")).id());
      assertThat(api.get(known).header("Cache-Status")).isEqualTo("peregrine-l1; fwd=miss");

      Awaitility.await()
          .until(() ->
              api.get(known)
                  .header("Cache-Status")
                  .matches("peregrine-l1; hit; ttl=-[1-9]; detail=stale-while-revalidate"));
      postgres.pause();

      var stale =
          Awaitility.await()
              .until(
                  () -> api.get(known, "Request-Timeout", "2000"),
                  reply ->
                      reply
                          .header("Cache-Status")
                          .matches("peregrine-l1; fwd=stale; ttl=-[0-9]+; detail=stale-if-error"));
      assertThat(stale.status()).isEqualTo(200);
      assertThat(stale.json().getString("name")).isEqualTo("Ada");
      assertThat(Long.parseLong(stale.header("Age"))).isPositive();
      assertThat(house.ops().delete("/ops/caches/customers").status()).isEqualTo(200);
      assertThat(api.get(known, "Request-Timeout", "1000").status())
          .as("what was evicted is not served stale")
          .isIn(503, 504);
      postgres.resume();
    }
  }

  private static CacheConfig cache() {
    var region =
        RegionConfig.tuned()
            .freshFor(Duration.ofSeconds(1))
            .staleWhileRevalidateFor(Duration.ofSeconds(2))
            .staleIfErrorFor(Duration.ofMinutes(5))
            .config();
    return new CacheConfig(
        UUID.randomUUID().toString(), Duration.ofSeconds(5), Map.of(Customers.REGION, region));
  }
}
