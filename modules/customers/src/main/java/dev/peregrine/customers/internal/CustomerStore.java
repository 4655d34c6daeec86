package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.ChangeOutcome;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerType;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.RegisterOutcome;
import dev.peregrine.customers.RemoveOutcome;
import dev.peregrine.customers.internal.StorePort.EmailUse;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.OutboxIds;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import dev.peregrine.persistence.UniqueViolation;
import dev.peregrine.persistence.Written;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One customer at a time, in Postgres. Every question is one statement, which is its own
/// transaction.
public final class CustomerStore implements Store {

  private static final String EMAIL_INDEX = "customers_email";

  private static final Statement EMAIL =
      Statement.read(
          "customers.email", "select 1 from customers where lower(email) = lower($1::text)");

  private static final Statement INSERT =
      Statement.write(
          "customers.insert",
          """
          with joined as (
            insert into customers (name, email, type) values ($1::text, $2::text, $3::text)
            on conflict (lower(email)) do nothing
            returning id, name, email, type, created_at, updated_at, version
          )
          select joined.*,
                 outbox_append($4::uuid, 'mail', email,
                   jsonb_build_object('template', 'welcome', 'customerId', id, 'name', name),
                   interval '48 hours') as mail_id,
                 customers_evicted_by_writer($5::uuid, id) as told
          from joined
          """);

  /// Its orders are those of the version that it makes, though it may have waited for the row.
  private static final Statement UPDATE =
      Statement.write(
          "customers.update",
          """
          with target as (
            select id, version, num_nonnulls($2::text, $3::text, $4::text) > 0 as asked
            from customers where id = $1::bigint for update
          ), changed as (
            update customers c
            set name = coalesce($2::text, c.name), email = coalesce($3::text, c.email),
                type = coalesce($4::text, c.type),
                updated_at = case when t.asked then now() else c.updated_at end,
                version = c.version + t.asked::int
            from target t
            where c.id = t.id and ($5::bigint[] is null or t.version = any ($5::bigint[]))
            returning c.id, c.name, c.email, c.type, c.created_at, c.updated_at, c.version,
                      customers_evicted_by_writer($6::uuid, c.id) as told
          )
          select t.version as found_version, changed.*,
                 o.id as order_id, o.status, o.total, o.currency, o.placed_at
          from target t
          left join changed on true
          left join lateral customers_newest_orders(changed.id) o on true
          order by o.placed_at desc, o.id desc
          """);

  private static final Statement DELETE =
      Statement.write(
          "customers.delete",
          """
          with target as (
            select id, version from customers where id = $1::bigint for update
          ), removed as (
            delete from customers c using target t
            where c.id = t.id and ($2::bigint[] is null or t.version = any ($2::bigint[]))
            returning c.id, customers_evicted_by_writer($3::uuid, c.id) as told
          )
          select t.version as found_version, removed.id from target t left join removed on true
          """);

  /// Makes the store.
  public CustomerStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(CustomerLoadStore.LOAD, EMAIL, INSERT, UPDATE, DELETE);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    var loads = new CustomerLoadStore(database);
    return Future.all(
            List.of(
                bus.answer(StorePort.LOAD, (ask, call) -> loads.load(ask.id(), call)),
                bus.answer(StorePort.EMAIL, (ask, call) -> email(database, ask.email(), call)),
                bus.answer(StorePort.INSERT, (ask, call) -> insert(database, ask, call)),
                bus.answer(StorePort.UPDATE, (ask, call) -> update(database, ask, call)),
                bus.answer(StorePort.DELETE, (ask, call) -> delete(database, ask, call))))
        .map(registered -> registered.list());
  }

  private static Future<EmailUse> email(Database database, String email, Call call) {
    return database
        .execute(EMAIL, Tuple.of(email), call)
        .map(rows -> new EmailUse(rows.size() > 0));
  }

  private static Future<RegisterOutcome> insert(
      Database database, StorePort.Insert insert, Call call) {
    var ask = insert.question();
    var parameters =
        Tuple.of(ask.name(), ask.email(), ask.type().word(), OutboxIds.next(), insert.row());
    return database
        .write(INSERT, parameters, call)
        .map(written ->
            written.rows().size() == 0
                ? new RegisterOutcome.EmailTaken()
                : new RegisterOutcome.Registered(
                    customer(written.rows().iterator().next(), List.of()),
                    Tokens.committed(written)));
  }

  private static Future<ChangeOutcome> update(
      Database database, StorePort.Update update, Call call) {
    var ask = update.question();
    var parameters =
        Tuple.tuple()
            .addLong(ask.id())
            .addValue(ask.name().orElse(null))
            .addValue(ask.email().orElse(null))
            .addValue(ask.type().map(CustomerType::word).orElse(null))
            .addValue(versions(ask.versions()))
            .addUUID(update.row());
    return database
        .write(UPDATE, parameters, call)
        .map(CustomerStore::changed)
        .recover(thrown ->
            UniqueViolation.of(thrown, EMAIL_INDEX)
                ? Future.succeededFuture(new ChangeOutcome.EmailTaken())
                : Future.failedFuture(thrown));
  }

  private static ChangeOutcome changed(Written written) {
    var rows = written.rows();
    if (rows.size() == 0) {
      return new ChangeOutcome.Unknown();
    }
    var first = rows.iterator().next();
    if (first.getLong("id") == null) {
      return new ChangeOutcome.Stale(first.getLong("found_version"));
    }
    return new ChangeOutcome.Changed(customer(rows), Tokens.committed(written));
  }

  private static Future<RemoveOutcome> delete(
      Database database, StorePort.Delete delete, Call call) {
    var ask = delete.question();
    var parameters =
        Tuple.tuple().addLong(ask.id()).addValue(versions(ask.versions())).addUUID(delete.row());
    return database.write(DELETE, parameters, call).map(CustomerStore::removed);
  }

  private static RemoveOutcome removed(Written written) {
    var rows = written.rows();
    if (rows.size() == 0) {
      return new RemoveOutcome.Unknown();
    }
    var row = rows.iterator().next();
    return row.getLong("id") == null
        ? new RemoveOutcome.Stale(row.getLong("found_version"))
        : new RemoveOutcome.Removed(Tokens.committed(written));
  }

  private static Long @org.jspecify.annotations.Nullable [] versions(Optional<Set<Long>> versions) {
    return versions.map(set -> set.toArray(Long[]::new)).orElse(null);
  }

  /// The rows are of one customer, one for each order.
  private static Customer customer(RowSet<Row> rows) {
    var orders = new ArrayList<Order>();
    for (var row : rows) {
      if (row.getLong("order_id") != null) {
        orders.add(OrderStore.order(row, "order_id", row.getLong("id")));
      }
    }
    return customer(rows.iterator().next(), orders);
  }

  static Customer customer(Row row, List<Order> orders) {
    return new Customer(
        row.getLong("id"),
        row.getString("name"),
        row.getString("email"),
        CustomerType.of(row.getString("type")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getLong("version"),
        orders);
  }
}
