package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.BrowseOrders;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.OrderStatus;
import dev.peregrine.customers.OrderWindow;
import dev.peregrine.customers.internal.OrderPort.Intent;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Orders, in Postgres.
public final class OrderStore implements Store {

  private static final int PLACES = 2;
  private static final long WRITE_MARGIN_MS = 2_000;

  private static final Statement BEGIN =
      Statement.write(
          "customers.begin",
          """
          with customer as (
            update customers set version = version + 1, updated_at = now()
            where id = $1::bigint
            returning id, customers_evicted_by_writer($5::uuid, id) as told
          )
          insert into orders
            (customer_id, status, total, currency, payment_key, attempt_until, settle_at)
          select id, 'pending', $2::numeric, $3::text, gen_random_uuid(),
                 now() + $4::bigint * interval '1 millisecond',
                 now() + $4::bigint * interval '1 millisecond'
          from customer
          returning id, customer_id, status, total, currency, placed_at, payment_key
          """);

  private static final Statement NEWEST =
      Statement.list(
          "customers.ordersNewest",
          """
          select id, customer_id, status, total, currency, placed_at from orders
          where customer_id = $1::bigint
          order by placed_at desc, id desc limit $2::int
          """);

  private static final Statement OLDER =
      Statement.list(
          "customers.ordersOlder",
          """
          select id, customer_id, status, total, currency, placed_at from orders
          where customer_id = $1::bigint and (placed_at, id) < ($3::timestamptz, $4::bigint)
          order by placed_at desc, id desc limit $2::int
          """);

  private static final Statement NEWER =
      Statement.list(
          "customers.ordersNewer",
          """
          select id, customer_id, status, total, currency, placed_at from orders
          where customer_id = $1::bigint and (placed_at, id) > ($3::timestamptz, $4::bigint)
          order by placed_at, id limit $2::int
          """);

  /// Makes the store.
  public OrderStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(BEGIN, NEWEST, OLDER, NEWER);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(OrderPort.BEGIN, (ask, call) -> begin(database, ask, call)),
                bus.answer(CustomersPort.ORDERS, (ask, call) -> browse(database, ask, call))))
        .map(registered -> registered.list());
  }

  private static Future<Intent> begin(Database database, OrderPort.Begin begin, Call call) {
    var ask = begin.question();
    var parameters =
        Tuple.of(ask.customerId(), ask.total(), ask.currency(), leaseMs(call), begin.row());
    return database
        .execute(BEGIN, parameters, call)
        .map(rows -> rows.size() == 0 ? new Intent.Unknown() : begun(rows.iterator().next()));
  }

  /// Returns how long whoever begins is alone with the order: as long as they wait, and what is
  /// written after it.
  static long leaseMs(Call call) {
    return Math.max(0, call.deadline().remainingMs()) + WRITE_MARGIN_MS;
  }

  static Intent begun(Row row) {
    return new Intent.Begun(order(row), row.getUUID("payment_key").toString());
  }

  private static Future<OrderWindow> browse(Database database, BrowseOrders ask, Call call) {
    var parameters = Tuple.of(ask.customerId(), ask.limit() + 1);
    var place = ask.from();
    place.ifPresent(from ->
        parameters
            .addOffsetDateTime(Instant.parse(from.key()).atOffset(ZoneOffset.UTC))
            .addLong(from.id()));
    var backwards = place.isPresent() && place.get().backwards();
    var statement = place.isEmpty() ? NEWEST : backwards ? NEWER : OLDER;
    return database
        .read(statement, parameters, Tokens.position(ask.atLeast()), call)
        .map(rows -> rows.stream().map(OrderStore::order).toList())
        .map(rows -> {
          var items = Windows.cut(rows, ask.limit(), backwards);
          return new OrderWindow(items, rows.size() > ask.limit());
        });
  }

  static Order order(Row row) {
    return order(row, "id", row.getLong("customer_id"));
  }

  static Order order(Row row, String idColumn, long customerId) {
    return new Order(
        row.getLong(idColumn),
        customerId,
        OrderStatus.of(row.getString("status")),
        money(row.getBigDecimal("total")),
        row.getString("currency"),
        row.getOffsetDateTime("placed_at").toInstant());
  }

  static BigDecimal money(BigDecimal amount) {
    return amount.setScale(PLACES, RoundingMode.UNNECESSARY);
  }
}
