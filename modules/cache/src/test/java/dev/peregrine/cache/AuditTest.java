package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.TestNode.Name;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {

  private final TestNode node = node(1);

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void hits_that_are_right_are_counted() {
    node.read(7);

    hit();

    Awaitility.await().until(() -> node.count(Event.AUDITED) > 0);
    assertThat(node.count(Event.AUDIT_STALE)).isZero();
  }

  @Test
  void a_source_that_changed_without_an_eviction_is_found() {
    node.read(7);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("changed by hand")));

    hit();

    // Counted last.
    Awaitility.await().until(() -> node.count(Event.AUDITED) == 1);
    assertThat(node.count(Event.AUDIT_STALE)).isEqualTo(1);
  }

  @Test
  void an_eviction_that_arrives_within_the_bound_is_no_lie() {
    node.read(7);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
    var loads = node.loads.get();
    hit();
    Awaitility.await().until(() -> node.loads.get() > loads);

    node.evict(7);

    Awaitility.await().until(() -> node.count(Event.AUDITED) == 1);
    assertThat(node.count(Event.AUDIT_STALE)).isZero();
  }

  @Test
  void a_region_that_asks_for_none_is_not_audited() {
    try (var plain = node(0)) {
      plain.read(7);

      await(
          Future.future(done ->
              plain.vertx.runOnContext(run -> {
                for (var i = 0; i < 100; i++) {
                  var _ = plain.names.read(7L, TestNode.soon());
                }
                done.complete();
              })));

      assertThat(plain.loads).hasValue(1);
    }
  }

  /// Audits are made on event loops only.
  private void hit() {
    var read =
        await(
            Future.<Read<Name>>future(done ->
                node.vertx.runOnContext(
                    run -> node.names.read(7L, TestNode.soon()).onComplete(done))));
    assertThat(read.tier()).isEqualTo(Tier.NEAR);
  }

  private static TestNode node(int auditOneIn) {
    var region =
        RegionConfig.tuned().auditOneIn(auditOneIn).staleAtMost(Duration.ofSeconds(1)).config();
    // It stands still, so that a hit is one on any machine.
    var clock = new ManualClock();
    return new TestNode(
            FarTier.inMemory(1 << 20, clock),
            new CacheConfig("audit", Duration.ofSeconds(1), Map.of(TestNode.REGION, region)),
            clock,
            1)
        .coherent();
  }
}
