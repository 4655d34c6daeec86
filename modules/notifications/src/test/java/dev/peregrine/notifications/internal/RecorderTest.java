package dev.peregrine.notifications.internal;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.OutboxEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecorderTest {

  private final Vertx vertx = Vertx.vertx();
  private final Recorder recorder = new Recorder(vertx);
  private final AtomicInteger tries = new AtomicInteger();
  private final OutboxEntry entry =
      new OutboxEntry(UUID.randomUUID(), "mail", "a@b", "{}", 1, 1, Instant.EPOCH);

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void while_the_database_is_away_it_insists() {
    var held = recorder.record(entry, failingTwice(FailureKind.UNAVAILABLE, false));

    assertThat(await(held)).isFalse();
    assertThat(tries).hasValue(3);
  }

  @Test
  void what_will_not_pass_is_tried_once() {
    assertThat(await(recorder.record(entry, failingTwice(FailureKind.INTERNAL, false)))).isTrue();
    assertThat(tries).hasValue(1);
  }

  @Test
  void when_all_stops_it_insists_no_more() {
    recorder.stopInsisting();

    await(recorder.record(entry, failingTwice(FailureKind.UNAVAILABLE, false)));

    assertThat(tries).hasValue(1);
  }

  private Function<Call, Future<Boolean>> failingTwice(FailureKind kind, boolean held) {
    return call ->
        tries.incrementAndGet() <= 2
            ? Future.failedFuture(new BusFailure(kind, "outbox.sent", "broken on purpose"))
            : Future.succeededFuture(held);
  }
}
