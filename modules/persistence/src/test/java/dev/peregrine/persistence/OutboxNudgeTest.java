package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxNudgeTest {

  private static final URI NOWHERE = URI.create("postgresql://nobody:none@localhost:1/none");

  private final Vertx vertx = Vertx.vertx();
  private final Outbox outbox =
      new Outbox(
          Database.open(vertx, DatabaseConfig.defaults(), NOWHERE, List.of()),
          Bus.open(vertx, BusStats.NONE));

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void a_nudge_reaches_the_lane_that_it_is_for() {
    var heard = new CopyOnWriteArrayList<String>();
    await(outbox.whenAppended("mail", () -> heard.add("mail")));
    await(outbox.whenAppended("cache", () -> heard.add("cache")));

    outbox.appended("cache");
    outbox.appended("mail");

    Awaitility.await().until(() -> heard.size() == 2);
    assertThat(heard).containsExactlyInAnyOrder("mail", "cache");
  }
}
