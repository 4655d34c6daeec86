package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ended imports leave behind goes by itself, some at a time.
class ImportSweepIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ENDED = "00000000-0000-0000-0000-00000000000";

  @Test
  void what_ended_long_ago_goes_and_what_is_needed_stays(@TempDir Path home) {
    try (var house = new ResumingHouse(home)) {
      var sql = house.sql();
      begin(house, 1, "done", "8 days");
      begin(house, 2, "done", "1 day");
      begin(house, 3, "failed", "1 day");
      begin(house, 4, "running", "8 days");
      // More than are swept at a time.
      refuse(house, 1, 50_000);
      refuse(house, 2, 10);
      leave(house, 3, 50_000);
      leave(house, 4, 10);

      Awaitility.await().atMost(LIMIT).until(() -> sql.number("select count(*) from imports") == 3);
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> sql.number("select count(*) from import_lines") == 10);

      assertThat(sql.texts("select distinct import_id from import_refusals"))
          .containsExactly(ENDED + 2);
      assertThat(sql.texts("select distinct import_id from import_lines"))
          .containsExactly(ENDED + 4);
    }
  }

  private static void begin(ResumingHouse house, int number, String state, String ago) {
    house
        .sql()
        .run(
            "insert into imports (id, state, updated_at, alive_until) values ('%s%d', '%s',"
                    .formatted(ENDED, number, state)
                + " now() - interval '%s', now() + interval '1 hour')".formatted(ago));
  }

  private static void refuse(ResumingHouse house, int number, int lines) {
    house
        .sql()
        .run(
            "insert into import_refusals (import_id, line, place, field, code, message)"
                + " select '%s%d', line, 0, '', 'wrong', '' from generate_series(1, %d) as line"
                    .formatted(ENDED, number, lines));
  }

  private static void leave(ResumingHouse house, int number, int lines) {
    house
        .sql()
        .run(
            "insert into import_lines (import_id, line, name, email, type)"
                + " select '%s%d', line, '', '', '' from generate_series(1, %d) as line"
                    .formatted(ENDED, number, lines));
  }
}
