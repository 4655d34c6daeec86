package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxIT {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final OutboxFault BUSY = new OutboxFault(451, "busy");

  private static URI server;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.open(vertx, BusStats.NONE);
  private final Outbox outbox = new Outbox(open(), bus);
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
  void every_statement_can_be_prepared() {
    for (var one : Outbox.STATEMENTS) {
      sql.run("prepare \"" + one.name() + "\" as " + one.text());
    }
  }

  @Test
  void a_claim_is_a_lease_that_counts_as_an_attempt() {
    var id = append();

    var entry = claimOne();

    assertThat(entry.id()).isEqualTo(id);
    assertThat(entry.recipient()).isEqualTo("ada@example.org");
    assertThat(entry.payload()).isEqualTo("{\"template\": \"welcome\"}");
    assertThat(entry.attempts()).isEqualTo(1);
    assertThat(claim(9)).isEmpty();
  }

  @Test
  void a_locked_entry_is_skipped_and_not_waited_for() {
    var locked = append();
    var open = append();
    sql.run("begin");
    sql.run("select * from outbox where id = '" + locked + "' for update");

    var claimed = claim(9);

    assertThat(claimed).extracting(OutboxEntry::id).containsExactly(open);
    sql.run("rollback");
  }

  @Test
  void two_relays_never_claim_the_same_entry() {
    var appended = new ArrayList<UUID>();
    for (var i = 0; i < 300; i++) {
      appended.add(append());
    }
    var other = new Outbox(open(), bus);

    var claims = new ArrayList<Future<List<OutboxEntry>>>();
    for (var i = 0; i < 150; i++) {
      var relay = i % 2 == 0 ? outbox : other;
      claims.add(relay.claim(lane, 3, LEASE, soon()));
      if (i % 10 == 9) {
        await(Future.join(claims));
      }
    }

    var claimed = claims.stream().flatMap(one -> await(one).stream()).map(OutboxEntry::id).toList();
    claimed = new ArrayList<>(claimed);
    // Two that choose at the same moment may pass over the same rows; nobody forgets them.
    claim(300).forEach(rest -> appended.remove(rest.id()));
    assertThat(claimed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(appended);
  }

  @Test
  void an_entry_whose_lease_ran_out_is_claimed_again() {
    var id = append();
    var first = claimOne();

    letTimePass(id);

    var second = claimOne();
    assertThat(second.id()).isEqualTo(id);
    assertThat(second.attempts()).isEqualTo(2);
    assertThat(second.leaseToken()).isGreaterThan(first.leaseToken());
  }

  @Test
  void who_lost_the_lease_is_not_listened_to() {
    var id = append();
    var lost = claimOne();
    letTimePass(id);
    var held = claimOne();

    assertThat(await(outbox.sent(lost, "250 ok", soon()))).isFalse();
    assertThat(await(outbox.retryAfter(lost, Duration.ZERO, BUSY, soon()))).isFalse();
    assertThat(await(outbox.dead(lost, BUSY, soon()))).isFalse();
    assertThat(await(outbox.giveBack(lost, soon()))).isFalse();

    assertThat(await(outbox.figures(lane, soon())).leased()).isEqualTo(1);
    assertThat(await(outbox.sent(held, "250 ok", soon()))).isTrue();
  }

  @Test
  void what_was_sent_moves_to_the_history() {
    append();
    var entry = claimOne();

    assertThat(await(outbox.sent(entry, "250 for ada@example.org", soon()))).isTrue();

    assertThat(sql.text("select reply from outbox_sent where id = '" + entry.id() + "'"))
        .isEqualTo("250 for a***@e***.org");
    assertThat(sql.text("select count(*) from outbox where lane = '" + lane + "'")).isEqualTo("0");
    assertThat(await(outbox.sent(entry, "250 ok", soon()))).as("twice").isFalse();
  }

  @Test
  void a_retry_waits_and_keeps_the_reason_without_the_address() {
    var id = append();
    var entry = claimOne();
    var fault = new OutboxFault(450, "<ada@example.org> busy\r\n" + "x".repeat(900));

    assertThat(await(outbox.retryAfter(entry, Duration.ofMinutes(5), fault, soon()))).isTrue();

    assertThat(claim(9)).isEmpty();
    assertThat(await(outbox.figures(lane, soon())).pending()).isEqualTo(1);
    assertThat(sql.text("select last_error from outbox where id = '" + id + "'"))
        .startsWith("<a***@e***.org> busy")
        .hasSize(500);
    letTimePass(id);
    assertThat(claimOne().attempts()).isEqualTo(2);
  }

  @Test
  void a_retry_comes_no_later_than_the_expiry() {
    var id = append();
    var entry = claimOne();

    await(outbox.retryAfter(entry, Duration.ofDays(365), BUSY, soon()));

    assertThat(sql.text("select visible_at = expires_at from outbox where id = '" + id + "'"))
        .isEqualTo("t");
  }

  @Test
  void what_is_given_back_is_due_at_once_and_was_not_attempted() {
    append();

    assertThat(await(outbox.giveBack(claimOne(), soon()))).isTrue();

    assertThat(claimOne().attempts()).isEqualTo(1);
  }

  @Test
  void an_entry_past_its_expiry_dies() {
    var id = append();
    await(outbox.retryAfter(claimOne(), Duration.ofMinutes(1), BUSY, soon()));
    sql.run("update outbox set visible_at = now(), expires_at = now() where id = '" + id + "'");

    assertThat(claim(9)).isEmpty();

    assertThat(await(outbox.figures(lane, soon())).dead()).isEqualTo(1);
    var dead = await(outbox.deadEntries(lane, 9, soon())).getFirst();
    assertThat(dead.fault()).isEqualTo(new OutboxFault(451, "expired, last: busy"));
    assertThat(dead.attempts()).isEqualTo(1);
  }

  @Test
  void the_dead_can_be_looked_at_and_put_back() {
    var id = append();
    await(outbox.dead(claimOne(), new OutboxFault(550, "unknown"), soon()));
    assertThat(claim(9)).isEmpty();
    var dead = await(outbox.deadEntries(lane, 9, soon()));
    assertThat(dead).extracting(DeadEntry::id).containsExactly(id);

    assertThat(await(outbox.retry(id, soon()))).isEqualTo(RetryOutcome.REVIVED);

    assertThat(claimOne().attempts()).isEqualTo(1);
    assertThat(await(outbox.retry(id, soon()))).isEqualTo(RetryOutcome.NOT_DEAD);
    assertThat(await(outbox.retry(OutboxIds.next(), soon()))).isEqualTo(RetryOutcome.UNKNOWN);
  }

  @Test
  void figures_tell_the_waiting_from_the_leased_from_the_dead() {
    assertThat(await(outbox.figures(lane, soon())))
        .isEqualTo(new OutboxFigures(0, 0, 0, 0, Duration.ZERO));
    await(outbox.dead(claimOneOf(append()), BUSY, soon()));
    await(outbox.retryAfter(claimOneOf(append()), Duration.ofMinutes(1), BUSY, soon()));
    claimOneOf(append());
    var oldest = append();
    sql.run("update outbox set created_at = now() - interval '1 h' where id = '" + oldest + "'");

    var figures = await(outbox.figures(lane, soon()));

    assertThat(figures.pending()).isEqualTo(2);
    assertThat(figures.leased()).isEqualTo(1);
    assertThat(figures.retrying()).isEqualTo(1);
    assertThat(await(outbox.retryingEntries(lane, 9, soon())))
        .singleElement()
        .satisfies(entry -> assertThat(entry.fault()).isEqualTo(BUSY));
    assertThat(figures.dead()).isEqualTo(1);
    assertThat(figures.oldestAge()).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
  }

  private Database open() {
    return Database.open(vertx, DatabaseConfig.defaults(), server, Outbox.STATEMENTS);
  }

  @CanIgnoreReturnValue
  private UUID append() {
    var id = OutboxIds.next();
    sql.run(
        "select outbox_append('%s', '%s', 'ada@example.org', '{\"template\":\"welcome\"}', '48 h')"
            .formatted(id, lane));
    return id;
  }

  private List<OutboxEntry> claim(int limit) {
    return await(outbox.claim(lane, limit, LEASE, soon()));
  }

  private OutboxEntry claimOne() {
    var claimed = claim(1);
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  @CanIgnoreReturnValue
  private OutboxEntry claimOneOf(UUID only) {
    var entry = claimOne();
    assertThat(entry.id()).isEqualTo(only);
    return entry;
  }

  /// As if the lease, or the wait, had lasted until now.
  private void letTimePass(UUID id) {
    sql.run("update outbox set visible_at = now() where id = '" + id + "'");
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(20));
  }
}
