package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The outbox, many entries in one statement.
class OutboxBatchIT {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final String ALL = "{\"everything\": true}";

  private static URI server;

  private final Vertx vertx = Vertx.vertx();
  private final Outbox outbox =
      new Outbox(
          Database.open(vertx, DatabaseConfig.defaults(), server, Outbox.STATEMENTS),
          Bus.open(vertx, BusStats.NONE));
  private final String lane = "lane" + UUID.randomUUID();
  private Sql sql;

  @BeforeAll
  static void migrate() {
    server = Servers.postgres().freshDatabase();
    assertThat(Migrations.apply(server, Duration.ofSeconds(30), "persistence")).isPositive();
  }

  @BeforeEach
  void connect() {
    sql = Sql.on(server);
  }

  @AfterEach
  void close() {
    sql.close();
    await(vertx.close());
  }

  @Test
  void what_is_done_is_gone_and_leaves_no_history() {
    append(3, "a", "0 s");

    assertThat(await(outbox.done(claim(9), soon()))).isEqualTo(3);

    assertThat(sql.number("select count(*) from outbox where lane = '" + lane + "'")).isZero();
    assertThat(sql.number("select count(*) from outbox_sent where lane = '" + lane + "'")).isZero();
    assertThat(await(outbox.done(List.of(), soon()))).isZero();
  }

  @Test
  void only_leases_that_are_held_are_ended() {
    append(2, "a", "0 s");
    var lost = claim(9);
    sql.run("update outbox set visible_at = now() where lane = '" + lane + "'");
    var held = claim(1);

    assertThat(await(outbox.giveBack(lost, Duration.ZERO, soon()))).isEqualTo(1);
    assertThat(await(outbox.done(lost, soon()))).isEqualTo(1);
    assertThat(await(outbox.done(held, soon()))).isEqualTo(1);
  }

  @Test
  void what_is_given_back_comes_after_the_pause_and_was_not_attempted() {
    append(2, "a", "0 s");

    assertThat(await(outbox.giveBack(claim(9), Duration.ofMinutes(5), soon()))).isEqualTo(2);

    assertThat(claim(9)).isEmpty();
    sql.run("update outbox set visible_at = now() where lane = '" + lane + "'");
    assertThat(claim(9)).extracting(OutboxEntry::attempts).containsExactly(1, 1);
  }

  @Test
  void what_is_appended_for_later_is_due_later_or_taken_back() {
    append(2, "a", "1 h");
    assertThat(claim(9)).isEmpty();
    var ids = ids();

    assertThat(await(outbox.withdraw(ids.subList(0, 1), soon()))).isEqualTo(1);
    assertThat(await(outbox.withdraw(ids, soon()))).isEqualTo(1);

    assertThat(ids()).isEmpty();
  }

  @Test
  void what_is_dead_is_not_taken_back() {
    append(1, "a", "0 s");
    await(outbox.dead(claim(1).getFirst(), new OutboxFault(0, "unreadable"), soon()));

    assertThat(await(outbox.withdraw(ids(), soon()))).isZero();
  }

  @Test
  void not_too_many_are_left_alone() {
    append(5, "a", "0 s");

    assertThat(await(outbox.gather(lane, 5, ALL, soon()))).isZero();

    assertThat(ids()).hasSize(5);
  }

  @Test
  void too_many_become_one_for_each_recipient() {
    append(4, "a", "0 s");
    append(3, "b", "0 s");

    assertThat(await(outbox.gather(lane, 6, ALL, soon()))).isEqualTo(7);

    assertThat(claim(9))
        .extracting(OutboxEntry::recipient, OutboxEntry::payload)
        .containsExactlyInAnyOrder(tuple("a", ALL), tuple("b", ALL));
  }

  @Test
  void what_is_leased_or_not_due_yet_or_dead_is_not_gathered() {
    append(2, "a", "0 s");
    var leased = claim(1);
    await(outbox.dead(claim(1).getFirst(), new OutboxFault(0, "unreadable"), soon()));
    append(1, "a", "1 h");
    append(2, "a", "0 s");

    assertThat(await(outbox.gather(lane, 2, ALL, soon()))).isZero();
    assertThat(await(outbox.gather(lane, 1, ALL, soon()))).isEqualTo(2);

    assertThat(ids()).hasSize(4);
    assertThat(await(outbox.done(leased, soon()))).isEqualTo(1);
  }

  private void append(int count, String recipient, String delay) {
    for (var id : IntStream.range(0, count).mapToObj(n -> OutboxIds.next()).toList()) {
      sql.run(
          "select outbox_append('%s', '%s', '%s', '{}', interval '48 h', interval '%s')"
              .formatted(id, lane, recipient, delay));
    }
  }

  private List<OutboxEntry> claim(int limit) {
    return await(outbox.claim(lane, limit, LEASE, soon()));
  }

  private List<UUID> ids() {
    return sql.texts("select id from outbox where lane = '" + lane + "' order by id").stream()
        .map(UUID::fromString)
        .toList();
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(20));
  }
}
