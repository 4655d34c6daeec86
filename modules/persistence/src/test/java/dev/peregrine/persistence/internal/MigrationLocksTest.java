package dev.peregrine.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationLocksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create index seats_row on seats (row) | index | writes",
        "CREATE UNIQUE INDEX IF NOT EXISTS a ON ONLY public.seats USING btree (row) | index |"
            + " writes",
        "alter table seats alter column row set not null | set not null | reads and writes",
        "alter table if exists only seats alter row type bigint using row::bigint | type | reads"
            + " and writes",
        "alter table seats add constraint c check (row > 0) | check | reads and writes",
        "alter table seats add foreign key (hall) references halls (id) | foreign key | writes",
        "alter table seats add constraint k unique (row) | unique | reads and writes",
        "alter table seats add column id uuid default gen_random_uuid() | default | reads and"
            + " writes",
        "vacuum full seats | vacuum full | reads and writes",
      })
  void what_shuts_others_out_is_told_with_the_table(String text, String deed, String shutOut) {
    assertThat(MigrationLocks.of(text + ";"))
        .singleElement()
        .satisfies(lock -> {
          assertThat(lock.table()).isIn("seats", "public.seats");
          assertThat(lock.deed()).isEqualTo(deed);
          assertThat(lock.shutOut()).isEqualTo(shutOut);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index concurrently seats_row on seats (row)",
        "alter table seats add column note text",
        "alter table seats add column note text not null default ''",
        "alter table seats add constraint c check (row > 0) not valid",
        "alter table seats add constraint k unique using index seats_row",
        "alter table seats validate constraint c",
        "-- create index a on seats (row)",
        "/* alter table seats\n alter row type bigint; */ select 1",
        "comment on table seats is 'create index a on seats (row); vacuum full seats'",
        "create function f() returns void language sql as $$ create index a on seats (row); $$",
        "create table seats (row int not null check (row > 0))",
        "",
      })
  void what_shuts_nobody_out_is_not(String text) {
    assertThat(MigrationLocks.of(text)).isEmpty();
  }

  @Test
  void each_statement_of_a_text_is_looked_at() {
    var locks =
        MigrationLocks.of(
            """
            create table halls (id int);
            create index halls_id
              on halls (id); -- at once
            alter table seats alter hall set not null
            """);

    assertThat(locks).extracting(MigrationLocks.Lock::table).containsExactly("halls", "seats");
  }
}
