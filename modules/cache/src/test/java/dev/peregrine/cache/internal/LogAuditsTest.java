package dev.peregrine.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.BytesCodec;
import dev.peregrine.cache.CacheClock;
import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Loaded;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.cache.Selection;
import dev.peregrine.testkit.TestVertx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogAuditsTest {

  private static final Eviction EVICTION = new Eviction("pages", new Selection.Key("a"));

  private final Map<Event, AtomicLong> counted = new ConcurrentHashMap<>();
  private final TestVertx vertx = TestVertx.create();
  private final Node node =
      new Node(
          new CacheConfig(
              "audits",
              Duration.ofMillis(50),
              Map.of("pages", RegionConfig.tuned().auditOneIn(1).config())),
          (region, event) ->
              counted.computeIfAbsent(event, fresh -> new AtomicLong()).incrementAndGet(),
          CacheClock.system());
  private final LogAudits audits = new LogAudits(vertx.vertx(), node);
  private final Region<String, Page> pages =
      node.add(
          new RegionSpec<>(
              "pages",
              key -> key,
              key -> key,
              new BytesCodec<>(Page::html, Page::new, 1),
              (key, call) -> Future.succeededFuture(Loaded.absent()),
              Optional.empty()));

  private record Page(Buffer html) {}

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void what_was_evicted_and_is_gone_is_right() {
    remembered(5);
    node.apply(EVICTION, 10);

    audits.sample(EVICTION, 10);

    awaitAudit();
    assertThat(count(Event.AUDIT_STALE)).isZero();
  }

  @Test
  void what_is_newer_than_the_eviction_is_right() {
    remembered(11);

    audits.sample(EVICTION, 10);

    awaitAudit();
    assertThat(count(Event.AUDIT_STALE)).isZero();
  }

  @Test
  void what_was_evicted_and_is_still_there_is_found() {
    remembered(5);

    audits.sample(EVICTION, 10);

    awaitAudit();
    assertThat(count(Event.AUDIT_STALE)).isEqualTo(1);
  }

  @Test
  void foreign_regions_and_rules_are_not_looked_at() {
    audits.sample(new Eviction("nowhere", new Selection.Key("a")), 1);
    audits.sample(new Eviction("pages", new Selection.Everything()), 2);
    remembered(5);
    audits.sample(EVICTION, 10);

    awaitAudit();
    assertThat(count(Event.AUDITED)).isEqualTo(1);
  }

  private void remembered(long position) {
    var start = new SourceLoads.Start(System.nanoTime(), position);
    var loaded = Loaded.found(new Page(Buffer.buffer("html")));
    pages.remember("a", new SourceLoads<>(pages).fetched(loaded, start), pages.newFlight());
  }

  private void awaitAudit() {
    Awaitility.await().until(() -> count(Event.AUDITED) > 0);
  }

  private long count(Event event) {
    var count = counted.get(event);
    return count == null ? 0 : count.get();
  }
}
