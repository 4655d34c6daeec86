package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.FaultProxy;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connections to Postgres that end within the answer to a commit: it happened, and nobody knows.
///
/// `-Dpostgres.cuts=1000` for a run of some minutes.
@Timeout(600)
class CutCommitsIT {

  private static final int CUTS = Integer.getInteger("postgres.cuts", 60);

  /// An order whose answer is cut waits for its lease, a second or more.
  private static final int ORDER_EVERY = 20;

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String ORDER = "{\"total\": \"7.50\", \"currency\": \"EUR\"}";

  @TempDir private Path home;

  private final String run = UUID.randomUUID().toString();
  private int cut;

  @Tag("chance")
  @Test
  void who_comes_back_with_its_key_has_its_effect_once_though_commits_were_cut() {
    var database = Servers.postgres().freshDatabase();
    try (var proxy = FaultProxy.to(database);
        var house =
            RunningHouse.start(home, RunningHouse.on(proxy.through(database), Servers.redis()));
        var sql = Sql.on(database)) {
      var ada = customer(house.api().post(CUSTOMERS, person("Ada", "ada@example.org")).id());

      for (var n = 0; n < CUTS; n++) {
        proxy.cutAfter(n % 20);
        var joined = untilAnswered(house.api(), CUSTOMERS, body(n), "joins-" + n);
        assertThat(joined.status()).as(joined.body()).isEqualTo(201);
        if (n % ORDER_EVERY == 0) {
          proxy.cutAfter(n % 20);
          var placed = untilAnswered(house.api(), ada + "/orders", ORDER, "places-" + n);
          assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        }
      }

      assertThat(cut).as("requests that did not know what became of them").isPositive();
      assertThat(sql.number("select count(*) from customers")).isEqualTo(CUTS + 1);
      assertThat(sql.number("select count(*) from orders")).isEqualTo(CUTS / ORDER_EVERY);
    }
  }

  private String body(int n) {
    return person("Ada", n + "-" + run + "@example.org").encode();
  }

  /// Asks as a client does: again while it is told to come back.
  private Reply untilAnswered(Web api, String path, String body, String key) {
    return Awaitility.await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              var reply =
                  api.send(
                      "POST", path, body, "Idempotency-Key", run + key, "Request-Timeout", "1000");
              cut += reply.status() >= 500 ? 1 : 0;
              return reply;
            },
            reply -> reply.status() < 500 && reply.status() != 409);
  }
}
