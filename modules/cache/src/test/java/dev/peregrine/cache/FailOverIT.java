package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Disturbance.Operation;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.testkit.OwnServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Redis that is demoted and promoted again, without what it had acknowledged last, as after a
/// fail-over to a replica that lagged.
class FailOverIT {

  private static final String ENTRY = "{failover}:e:names:7";

  private @TempDir Path directory;
  private EmbeddedRedis redis;
  private Vertx vertx;
  private Redis client;
  private final CountedOperations asked = new CountedOperations();
  private TestNode node;

  @BeforeEach
  void start() {
    redis = OwnServers.redis(directory.resolve("data"));
    vertx = Vertx.vertx();
    client = Redis.createClient(vertx, redis.uri().toString());
    node = node(asked);
  }

  @AfterEach
  void stop() {
    node.close();
    await(client.close());
    await(vertx.close());
    redis.close();
  }

  @Test
  void an_eviction_that_a_fail_over_lost_holds_nevertheless() {
    node.read(7);
    Awaitility.await().until(() -> ask(Request.cmd(Command.EXISTS).arg(ENTRY)).toInteger() == 1);
    var old = ask(Request.cmd(Command.DUMP).arg(ENTRY)).toBuffer();
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
    node.evict(7);

    demote();
    promote();
    // What the replica that was promoted had not heard of.
    var restore = Request.cmd(Command.RESTORE).arg(ENTRY).arg(60_000).arg(old).arg("REPLACE");
    ask(restore);

    awaitFreshStart(node, asked);
    assertThat(node.text(7)).isEqualTo("new");
    try (var late = new TestNode(redis.uri(), "failover").coherent()) {
      late.source = node.source;
      assertThat(late.text(7)).as("a node that started since").isEqualTo("new");
    }
  }

  @Test
  void what_was_remembered_before_a_fail_over_is_asked_for_again() {
    node.read(7);
    demote();
    promote();

    awaitFreshStart(node, asked);

    assertThat(node.read(7).tier()).isEqualTo(Tier.SOURCE);
    Awaitility.await().until(() -> node.read(7).tier() == Tier.NEAR);
  }

  @Test
  void a_replica_proves_nothing() {
    node.read(7);
    demote();

    Awaitility.await().until(() -> !node.caches.coherent());

    assertThat(node.text(7)).isEqualTo("name 7");
    assertThat(node.evict(7)).as("nothing can be written").isEqualTo(Token.NONE);
    promote();
    Awaitility.await().until(node.caches::coherent);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
    Awaitility.await().until(() -> node.evict(7).position() > 0);
    assertThat(node.text(7)).isEqualTo("new");
  }

  @Test
  void many_nodes_agree_on_one_fail_over() {
    var askedByOther = new CountedOperations();
    try (var other = node(askedByOther)) {
      demote();
      promote();
      awaitFreshStart(node, asked);
      awaitFreshStart(other, askedByOther);
      node.read(7);

      Awaitility.await()
          .until(() -> other.read(7).tier() == Tier.NEAR && node.read(7).tier() == Tier.NEAR);

      assertThat(node.loads.get() + other.loads.get()).isLessThanOrEqualTo(3);
    }
  }

  private TestNode node(CountedOperations counted) {
    var far = FarTier.redis(TestNode.PATIENT, redis.uri()).disturbedBy(counted);
    var config = TestNode.config("failover", RegionConfig.defaults());
    return new TestNode(far, config, CacheClock.system(), 1).coherent();
  }

  /// Who has found out that history was lost believes what it knew, within the bound, until it has
  /// greeted the new log; then it polls.
  private static void awaitFreshStart(TestNode node, CountedOperations counted) {
    Awaitility.await().until(() -> node.count(Event.HISTORY_LOST) > 0);
    Awaitility.await().until(() -> counted.answered(Operation.HELLO) > 1);
    var polls = counted.count(Operation.POLL);
    Awaitility.await().until(() -> counted.count(Operation.POLL) > polls && node.caches.coherent());
  }

  private void demote() {
    ask(Request.cmd(Command.REPLICAOF).arg("127.0.0.1").arg("1"));
  }

  private void promote() {
    ask(Request.cmd(Command.REPLICAOF).arg("NO").arg("ONE"));
  }

  @CanIgnoreReturnValue
  private Response ask(Request request) {
    return await(client.send(request));
  }
}
