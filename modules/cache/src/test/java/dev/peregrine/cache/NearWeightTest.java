package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.TestNode.Name;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a region says it holds, beside what the heap says.
class NearWeightTest {

  /// A million where the heap allows: `-Dnear.entries=1000000`.
  private static final int ENTRIES = Integer.getInteger("near.entries", 200_000);

  private static final long MEANS_NOTHING = 100_000;

  /// More than they take, so that none has to go.
  private static final long ROOM = 2_000L * ENTRIES;

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1_000})
  void a_region_takes_what_it_says(int length) {
    var text = "x".repeat(length);
    var config =
        new CacheConfig(
            "weight",
            java.time.Duration.ofMinutes(10),
            Map.of(TestNode.REGION, RegionConfig.tuned().nearBytes(ROOM).config()));
    try (var node =
        new TestNode(FarTier.inMemory(1_024, CacheClock.system()), config, CacheClock.system(), 1)
            .coherent()) {
      node.source = id -> Future.succeededFuture(Optional.of(new Name(id + text)));
      node.tags = id -> Set.of();
      var before = usedAfterCollection();

      fill(node, ENTRIES);

      var taken = usedAfterCollection() - before;
      var figures = node.caches.figures().getFirst();
      assertThat(figures.entries()).isEqualTo(ENTRIES);
      assertThat(taken).isCloseTo(figures.bytes(), Percentage.withPercentage(15));
    }
  }

  @Test
  void a_region_holds_no_more_than_it_may() {
    var config = TestNode.config("weight", RegionConfig.tuned().nearBytes(1L << 20).config());
    try (var node =
        new TestNode(FarTier.inMemory(1_024, CacheClock.system()), config, CacheClock.system(), 1)
            .coherent()) {
      fill(node, 10_000);

      var figures = node.caches.figures().getFirst();
      assertThat(figures.bytes()).isPositive().isLessThanOrEqualTo(1L << 20);
      assertThat(figures.entries()).isLessThan(10_000);
    }
  }

  private static void fill(TestNode node, int entries) {
    for (var id = 0L; id < entries; id++) {
      await(node.names.read(id, ReadOptions.only(Tiers.NEAR), TestNode.soon()));
    }
  }

  /// Collects until nothing more goes: what earlier tests left may need a cleaner's turn.
  private static long usedAfterCollection() {
    var memory = ManagementFactory.getMemoryMXBean();
    var used = Long.MAX_VALUE;
    for (var collections = 0; collections < 20; collections++) {
      memory.gc();
      var before = used;
      used = memory.getHeapMemoryUsage().getUsed();
      if (collections > 1 && before - used < MEANS_NOTHING) {
        return used;
      }
    }
    return used;
  }
}
