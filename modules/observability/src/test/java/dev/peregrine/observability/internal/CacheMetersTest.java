package dev.peregrine.observability.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.cache.BytesCodec;
import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Caches;
import dev.peregrine.cache.Loaded;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.testkit.TestVertx;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CacheMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CacheMeters meters = new CacheMeters(registry);
  private final TestVertx vertx = TestVertx.create();

  private record Page(Buffer html) {}

  @BeforeEach
  void declare() {
    var caches =
        new Caches(
            Bus.open(vertx.vertx(), BusStats.NONE),
            CacheConfig.defaults(Map.of("pages", RegionConfig.defaults())),
            meters);
    var _ =
        caches
            .<String, Page>cache("pages")
            .keys(key -> key, key -> key)
            .codec(new BytesCodec<>(Page::html, Page::new, 1))
            .loader((key, call) -> Future.succeededFuture(Loaded.absent()))
            .build();
    meters.watch(caches);
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void without_an_audit_there_are_no_nines() {
    assertThat(nines()).isNaN();
  }

  @Test
  void one_stale_hit_of_a_thousand_is_three_nines() {
    IntStream.range(0, 1_000).forEach(n -> meters.count("pages", Event.AUDITED));
    assertThat(nines()).as("none was stale").isCloseTo(3.0, Offset.offset(1e-9));
    meters.count("pages", Event.AUDIT_STALE);
    assertThat(nines()).isCloseTo(3.0, Offset.offset(1e-9));
    IntStream.range(0, 9).forEach(n -> meters.count("pages", Event.AUDIT_STALE));

    assertThat(nines()).isCloseTo(2.0, Offset.offset(1e-9));
  }

  @Test
  void a_node_that_follows_no_log_is_unproven_for_longer_than_its_bound() {
    assertThat(registry.get("peregrine.cache.unproven.seconds").gauge().value()).isGreaterThan(1);
    assertThat(registry.get("peregrine.cache.coherent").gauge().value()).isZero();
  }

  private double nines() {
    return registry.get("peregrine.cache.audit.nines").tag("region", "pages").gauge().value();
  }
}
