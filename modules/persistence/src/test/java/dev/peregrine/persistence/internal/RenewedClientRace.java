package dev.peregrine.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.testkit.TestVertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// One client that several threads replace at once, while others use it. No server is needed: who
/// is closed says so before it looks for one.
class RenewedClientRace {

  private static final int THREADS = 4;
  private static final int ROUNDS = 50;

  private final Queue<SqlClient> opened = new ConcurrentLinkedQueue<>();

  @Test
  void whoever_replaces_it_only_the_last_one_stays_open() throws Exception {
    try (var vertx = TestVertx.create();
        var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var round = 0; round < ROUNDS; round++) {
        opened.clear();
        var clients = new RenewedClient(vertx.vertx(), () -> open(vertx), Duration.ZERO);
        var together = new CyclicBarrier(THREADS);
        var tasks = new ArrayList<Callable<Void>>();
        for (var thread = 0; thread < THREADS; thread++) {
          tasks.add(() -> {
            together.await(1, TimeUnit.MINUTES);
            var lease = clients.take();
            var _ = clients.abandon();
            lease.back();
            return null;
          });
        }

        for (var done : threads.invokeAll(tasks, 1, TimeUnit.MINUTES)) {
          done.get();
        }
        var last = clients.take();
        var left = opened.stream().filter(one -> !one.equals(last.client())).toList();

        assertThat(left).as("round %s", round).hasSize(THREADS).allMatch(RenewedClientRace::closed);
        assertThat(closed(last.client())).isFalse();
        last.back();
        var _ = clients.close();
      }
    }
  }

  private static boolean closed(SqlClient client) {
    var answer = client.query("select 1").execute();
    Awaitility.await().until(answer::isComplete);
    return answer.failed() && String.valueOf(answer.cause().getMessage()).contains("Pool closed");
  }

  private SqlClient open(TestVertx vertx) {
    var client =
        PgBuilder.client()
            .with(new PoolOptions().setMaxSize(1))
            .with(new NetClientOptions().setConnectTimeout(1_000))
            .connectingTo(new PgConnectOptions().setHost("127.0.0.1").setPort(1).setUser("nobody"))
            .using(vertx.vertx())
            .build();
    opened.add(client);
    return client;
  }
}
