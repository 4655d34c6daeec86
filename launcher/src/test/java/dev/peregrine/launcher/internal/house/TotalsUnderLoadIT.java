package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.persistence.Migrations;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Totals and far pages while many write, some change their mind, and moves are carried over: in
/// every snapshot what counting and skipping finds there, and nobody waits for anybody.
@Timeout(300)
class TotalsUnderLoadIT {

  private static final int WRITERS = 6;
  private static final int TRANSACTIONS = 120;
  private static final String[] TYPES = {"individual", "business", "partner"};

  private final URI database = Servers.postgres().freshDatabase();
  private final AtomicBoolean over = new AtomicBoolean();

  @Tag("chance")
  @Test
  void every_snapshot_is_exact_and_nobody_is_in_anybodys_way() throws Exception {
    var _ = Migrations.apply(database, Duration.ofSeconds(30), "persistence", "customers");
    try (var workers = Executors.newFixedThreadPool(WRITERS + 4)) {
      var looks = List.of(workers.submit(this::look), workers.submit(this::look));
      var folds = List.of(workers.submit(this::fold), workers.submit(this::fold));
      var writers = IntStream.range(0, WRITERS).mapToObj(n -> workers.submit(writer(n))).toList();
      try {
        for (var writer : writers) {
          assertThat(writer.get()).isEqualTo(TRANSACTIONS);
        }
      } finally {
        over.set(true);
      }

      for (var look : looks) {
        assertThat(look.get()).as("snapshots that were looked at").isPositive();
      }
      assertThat(folds.get(0).get() + folds.get(1).get()).as("moves carried over").isPositive();
    }
    try (var sql = Sql.on(database)) {
      assertThat(
              sql.number(
                  "select deadlocks from pg_stat_database where datname = current_database()"))
          .isZero();
      while (sql.number("select customers_fold(1000) + customers_cut(1000, 20)::int") > 0) {
        assertThat(differences(sql, ListTexts.on(sql))).isEmpty();
        sql.run("deallocate all");
      }
      assertThat(sql.number("select count(*) from customer_moves")).isZero();
    }
  }

  /// Rows that nobody else changes, so that only what is looked at here could make anybody wait.
  private Callable<Integer> writer(int number) {
    return () -> {
      var random = new Random(number);
      try (var sql = Sql.on(database)) {
        for (var done = 0; done < TRANSACTIONS; done++) {
          sql.run("begin");
          for (var statement = random.nextInt(3); statement >= 0; statement--) {
            sql.run(change(random, number, done * 10 + statement));
          }
          sql.run(random.nextInt(4) == 0 ? "rollback" : "commit");
        }
      }
      return TRANSACTIONS;
    };
  }

  private static String change(Random random, int writer, int unique) {
    var own = " where email like 'w" + writer + "-%' and id % 7 = " + random.nextInt(7);
    var type = TYPES[random.nextInt(3)];
    return switch (random.nextInt(6)) {
      case 0 -> "update customers set type = '" + type + "'" + own;
      case 1 -> "update customers set name = 'n' || (id * " + unique + ") % 97" + own;
      case 2 -> "delete from customers" + own;
      case 3 -> "update customers set version = version + 1" + own;
      default ->
          "insert into customers (name, email, type) select 'n' || n * "
              + (1 + unique)
              + " %% 97, 'w%d-%d-' || n || '@example.org', '%s'".formatted(writer, unique, type)
              + " from generate_series(1, "
              + (1 + random.nextInt(30))
              + ") n";
    };
  }

  private int fold() {
    var moves = 0;
    try (var sql = Sql.on(database)) {
      while (!over.get()) {
        moves += (int) sql.number("select customers_fold(100)");
        sql.run("select customers_cut(1000, 20)");
      }
    }
    return moves;
  }

  private int look() {
    var looks = 0;
    try (var sql = Sql.on(database)) {
      var texts = ListTexts.on(sql);
      while (!over.get()) {
        sql.run("begin isolation level repeatable read");
        assertThat(differences(sql, texts)).isEmpty();
        sql.run("commit");
        looks++;
      }
    }
    return looks;
  }

  private static List<String> differences(Sql sql, ListTexts texts) {
    var all = sql.number("select count(*) from customers");
    var differences = new ArrayList<>(texts.differences(7, List.of(0L, all / 3, all * 3 / 4)));
    for (var type : ListTexts.TYPES) {
      if (!texts.total(type).equals(texts.counted(type))) {
        differences.add(
            type + ": " + texts.total(type) + " (expected: " + texts.counted(type) + ")");
      }
    }
    return differences;
  }
}
