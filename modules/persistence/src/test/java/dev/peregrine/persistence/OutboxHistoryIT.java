package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.testkit.PostgresServer;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxHistoryIT {

  private static final Duration KEEP = Duration.ofDays(90);

  private final YearMonth now = YearMonth.now(ZoneOffset.UTC);
  private final Vertx vertx = Vertx.vertx();
  private final URI server = Servers.postgres().freshDatabase();
  private final Database database =
      Database.open(vertx, DatabaseConfig.defaults(), server, Outbox.STATEMENTS);
  private final Outbox outbox = new Outbox(database, Bus.open(vertx, BusStats.NONE));
  private Sql sql;

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
  void what_was_sent_before_there_were_months_is_still_there() {
    var _ =
        Flyway.configure()
            .dataSource(PostgresServer.jdbcUrl(server), null, null)
            .locations("classpath:db/persistence")
            .target("6")
            .load()
            .migrate();
    sent("now() - interval '400 days'");
    sent("now()");

    migrate();
    sent("now()");

    assertThat(lying()).containsExactly(until(), until(), until());
  }

  @Test
  void months_are_made_ahead_once_by_whoever_comes_first() {
    migrate();

    await(Future.all(turn(), turn()));
    await(turn());
    sent(start(now.plusMonths(3)));

    assertThat(partitions())
        .containsExactlyInAnyOrder(
            until(),
            "outbox_sent_rest",
            name(now.plusMonths(1)),
            name(now.plusMonths(2)),
            name(now.plusMonths(3)));
    assertThat(lying()).containsExactly(name(now.plusMonths(3)));
  }

  @Test
  void what_came_while_its_month_was_missing_moves_when_it_is_made() {
    migrate();
    sent(start(now.plusMonths(2)));
    sent(start(now.plusMonths(30)));
    var before = lying();

    await(turn());

    assertThat(before).containsExactly("outbox_sent_rest", "outbox_sent_rest");
    assertThat(lying()).containsExactly(name(now.plusMonths(2)), "outbox_sent_rest");
  }

  @Test
  void a_month_is_dropped_when_all_of_it_is_older_than_is_kept() {
    migrate();
    sql.run("drop table " + until());
    IntStream.of(12, 5, 1).forEach(ago -> month(now.minusMonths(ago)));
    sql.run(
        "create table outbox_sent_until_2020_02 partition of outbox_sent"
            + " for values from (minvalue) to ('2020-02-01 00:00Z')");
    sent("'2020-01-31'");
    sent("now()");

    await(turn());

    assertThat(partitions())
        .contains(name(now.minusMonths(1)), name(now))
        .doesNotContain(
            "outbox_sent_until_2020_02", name(now.minusMonths(12)), name(now.minusMonths(5)));
    assertThat(lying()).as("what came before its month moved to it").containsExactly(name(now));
  }

  @Test
  void for_ever_is_for_ever() {
    migrate();
    sql.run("drop table " + until());
    month(now.minusMonths(120));

    await(outbox.turnHistory(Duration.ZERO, soon()));

    assertThat(partitions()).contains(name(now.minusMonths(120)));
  }

  @Test
  void it_waits_for_nobody_for_long_and_is_done_the_next_time() {
    migrate();
    sql.run("begin");
    sent(start(now.plusMonths(20)));

    var refused = catchThrowableOfType(BusFailure.class, () -> await(turn()));
    sql.run("commit");
    await(turn());

    assertThat(refused).hasMessageContaining("55P03");
    assertThat(partitions()).contains(name(now.plusMonths(3)));
  }

  @Test
  void a_node_turns_the_history_when_it_starts() {
    migrate();

    var id =
        await(vertx.deployVerticle(new OutboxHistoryVerticle(outbox, OutboxConfig.defaults())));

    Awaitility.await()
        .untilAsserted(() -> assertThat(partitions()).contains(name(now.plusMonths(3))));
    await(vertx.undeploy(id));
  }

  private void migrate() {
    assertThat(Migrations.apply(server, Duration.ofSeconds(30), "persistence")).isPositive();
  }

  private Future<Void> turn() {
    return outbox.turnHistory(KEEP, soon());
  }

  private void sent(String at) {
    sql.run(
        "insert into outbox_sent (id, lane, attempts, created_at, sent_at)"
            + " values (gen_random_uuid(), 'mail', 1, now(), "
            + at
            + ")");
  }

  private void month(YearMonth month) {
    sql.run(
        "create table %s partition of outbox_sent for values from (%s) to (%s)"
            .formatted(name(month), start(month), start(month.plusMonths(1))));
  }

  /// Where each row lies, in the order of time.
  private List<String> lying() {
    return sql.texts("select tableoid::regclass::text from outbox_sent order by sent_at");
  }

  private List<String> partitions() {
    return sql.texts(
        "select inhrelid::regclass::text from pg_inherits where inhparent ="
            + " 'outbox_sent'::regclass");
  }

  private static String start(YearMonth month) {
    return "'" + month + "-01 00:00Z'";
  }

  private String until() {
    return "outbox_sent_until_" + now.plusMonths(1).toString().replace('-', '_');
  }

  private static String name(YearMonth month) {
    return "outbox_sent_" + month.toString().replace('-', '_');
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(10));
  }
}
