package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.persistence.Migrations;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Totals and far pages, whatever has changed the customers: as counting and skipping would find
/// them, in the same snapshot, whether changes were carried over or not.
class TotalsIT {

  static final List<String> CHANGES =
      List.of(
          "insert into customers (name, email, type) values ('n1', 'new@example.org', 'partner')",
          "insert into customers (name, email, type) select 'm' || n, 'm' || n || '@example.org',"
              + " 'business' from generate_series(1, 500) n",
          "update customers set name = 'n0' where name = 'n40'",
          "update customers set name = 'z' || name",
          "update customers set type = 'partner' where type = 'business'",
          "update customers set type = case type when 'partner' then 'business' else 'partner' end",
          "update customers set created_at = created_at - interval '1 year' where id % 2 = 0",
          "update customers set version = version + 1, updated_at = now()",
          "delete from customers where email = 'p7@example.org'",
          "delete from customers where name < 'n3'",
          "delete from customers",
          "insert into customers (name, email, type) values ('q', 'P7@example.org', 'partner'),"
              + " ('q', 'new@example.org', 'partner') on conflict (lower(email)) do update"
              + " set name = excluded.name, type = excluded.type",
          "insert into customers (name, email, type) values ('q', 'p7@example.org', 'partner')"
              + " on conflict (lower(email)) do nothing",
          "merge into customers c using (select * from generate_series(290, 310) n) s"
              + " on c.email = 'p' || n || '@example.org'"
              + " when matched and n < 295 then delete when matched then update set name = 'merged'"
              + " when not matched then insert (name, email, type)"
              + " values ('merged', 'p' || n || '@example.org', 'individual')",
          "with gone as (delete from customers where id % 5 = 0 returning *)"
              + " insert into customers (name, email, type)"
              + " select name, email || '.again', 'partner' from gone",
          "truncate customers cascade",
          "begin isolation level serializable; insert into customers (name, email, type) values"
              + " ('s', 's@example.org', 'partner'); delete from customers where name = 'n3';"
              + " commit",
          "begin isolation level repeatable read; truncate customers cascade; insert into customers"
              + " (name, email, type) values ('s', 's@example.org', 'partner'); commit",
          "begin; delete from customers; savepoint here; truncate customers cascade;"
              + " rollback to here; rollback",
          "begin; savepoint here; delete from customers where name < 'n2'; rollback to here;"
              + " update customers set type = 'partner' where name < 'n2'; commit");

  private static Sql sql;
  private static ListTexts texts;

  @BeforeAll
  static void open() {
    var database = Servers.postgres().freshDatabase();
    var _ = Migrations.apply(database, Duration.ofSeconds(30), "persistence", "customers");
    sql = Sql.on(database);
    texts = ListTexts.on(sql);
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  /// Many share a name or a moment, and some marks stand at a name that another customer has, too.
  @BeforeEach
  void three_hundred_are_there() {
    sql.run("truncate customers cascade");
    sql.run(people(1, 300));
    foldAll();
  }

  private static String people(int from, int to) {
    return "insert into customers (name, email, type, created_at)"
        + " select 'n' || n * 7919 % 41, 'p' || n || '@example.org',"
        + " (array['individual', 'business', 'partner'])[1 + n % 3],"
        + " timestamptz '2026-01-01' + n * 104729 % 97 * interval '1 us' from generate_series("
        + from
        + ", "
        + to
        + ") n";
  }

  private static void foldAll() {
    while (sql.number("select customers_fold(70) + customers_cut(70, 10)::int") > 0) {
      assertExact();
    }
  }

  private static void assertExact() {
    for (var type : ListTexts.TYPES) {
      assertThat(texts.total(type)).as(type).isEqualTo(texts.counted(type));
    }
    var all = Long.parseLong(texts.counted(""));
    var offsets = List.of(0L, 1L, 37L, all / 3, all / 2, Math.max(all - 3, 0), all, all + 10);
    assertThat(texts.differences(5, offsets)).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("CHANGES")
  void a_change_of_any_kind_is_in_totals_and_places_at_once(String change) {
    sql.run(change);

    assertExact();
    foldAll();
    assertThat(sql.number("select count(*) from customer_moves")).isZero();
    assertExact();
  }

  @Test
  void a_transaction_sees_its_own_changes_and_nobody_elses_before_their_commit() {
    sql.run("begin");
    sql.run(people(301, 350));
    sql.run("update customers set name = 'a', type = 'partner' where id % 3 = 0");
    assertExact();
    sql.run("rollback");

    assertExact();
    assertThat(texts.total("")).isEqualTo("300");
  }

  @Test
  void moves_are_carried_over_a_part_at_a_time() {
    sql.run(people(301, 400));

    assertThat(sql.number("select customers_fold(30)")).isEqualTo(30);
    assertThat(sql.number("select count(*) from customer_moves")).isEqualTo(70);
    assertExact();
  }

  @Test
  void marks_are_cut_so_that_a_far_page_skips_little() {
    sql.run(people(301, 2_000));
    foldAll();

    for (var marks : List.of("customer_name_marks", "customer_age_marks")) {
      var held = "select %s(individuals + businesses + partners) from " + marks;
      assertThat(sql.number(held.formatted("sum"))).isEqualTo(2_000);
      assertThat(sql.number(held.formatted("max"))).isLessThanOrEqualTo(20);
      assertThat(sql.number("select count(*) from " + marks)).isBetween(100L, 402L);
    }
  }

  @Test
  void only_what_places_depend_on_moves_anybody() {
    sql.run("update customers set version = version + 1, email = upper(email), updated_at = now()");

    assertThat(sql.number("select count(*) from customer_moves")).isZero();
  }

  @Test
  void what_was_changed_while_triggers_were_off_is_found_by_counting_again() {
    sql.run("alter table customers disable trigger user");
    sql.run("delete from customers where name < 'n2'");
    sql.run("alter table customers enable trigger user");
    assertThat(texts.total("")).isNotEqualTo(texts.counted(""));

    sql.run("select customers_recount()");

    assertExact();
    foldAll();
    assertExact();
    assertThatThrownBy(
            () -> sql.run("begin isolation level serializable; select customers_recount()"))
        .rootCause()
        .hasMessageContaining("counted in a transaction at read committed");
    sql.run("rollback");
  }
}
