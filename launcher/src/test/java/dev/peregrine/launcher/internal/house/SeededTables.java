package dev.peregrine.launcher.internal.house;

import dev.peregrine.persistence.Migrations;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.time.Duration;

/// Tables of some size, of which Postgres knows what is in them, so that its plans are those of a
/// service that has been at work.
final class SeededTables {

  private static final int CUSTOMERS = 20_000;

  private SeededTables() {}

  /// Returns a look into a database of its own.
  static Sql open() {
    var database = Servers.postgres().freshDatabase();
    var _ = Migrations.apply(database, Duration.ofSeconds(30), "persistence", "customers");
    var sql = Sql.on(database);
    sql.run(
        "insert into customers (name, email, type, created_at)"
            + " select md5(n::text), 'c' || n || '@example.org',"
            + " (array['individual', 'business', 'partner'])[1 + n % 3],"
            + " now() - n * interval '1 minute' from generate_series(1, "
            + CUSTOMERS
            + ") n");
    sql.run(
        "insert into orders (customer_id, status, total, currency, placed_at)"
            + " select 1 + (n * 7919) % "
            + CUSTOMERS
            + ", 'paid', n % 1000, 'EUR', now() - n * interval '1 second'"
            + " from generate_series(1, 100000) n");
    sql.run(
        "insert into idempotency_keys (key_hash, fingerprint, resource_id, created_at)"
            + " select sha256(n::text::bytea), sha256('same'), n, now() - n * interval '1 second'"
            + " from generate_series(1, 20000) n");
    sql.run(
        "update orders set payment_key = gen_random_uuid(), settle_at = placed_at"
            + " where id % 1000 = 0");
    imports(sql);
    outbox(sql);
    while (sql.number("select customers_fold(10000) + customers_cut(10000, 2000)::int") > 0) {
      sql.run("vacuum customer_moves");
    }
    sql.run("vacuum analyze");
    return sql;
  }

  /// Many that are done, with what was refused, and fifty whose lines wait.
  private static void imports(Sql sql) {
    sql.run(
        "insert into imports (id, state) select gen_random_uuid(), 'done'"
            + " from generate_series(1, 5000) n");
    sql.run(
        "insert into import_refusals select id, line, 0, 'email', 'email.invalid', 'no address'"
            + " from imports cross join generate_series(1, 10) line");
    sql.run(
        "insert into import_lines select import_id, line, 'n', 'e' || line, 'partner'"
            + " from (select gen_random_uuid() as import_id from generate_series(1, 50)) waiting"
            + " cross join generate_series(1, 2000) line");
  }

  /// A backlog, half of it due.
  private static void outbox(Sql sql) {
    sql.run(
        "insert into outbox (id, lane, recipient, payload, visible_at, expires_at)"
            + " select gen_random_uuid(), 'mail', 'c' || n || '@example.org', '{}',"
            + " now() + (n - 25000) * interval '1 second', now() + interval '2 days'"
            + " from generate_series(1, 50000) n");
  }
}
