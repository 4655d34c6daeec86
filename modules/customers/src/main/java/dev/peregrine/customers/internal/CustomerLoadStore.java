package dev.peregrine.customers.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerType;
import dev.peregrine.customers.FindOutcome;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.OrderStatus;
import dev.peregrine.persistence.CoalescedReads;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Loads customers with their last orders, all that are wanted at the same time by one statement.
/// Confined to the context that made it.
final class CustomerLoadStore {

  /// Keys of one question at most: as many as 64 clients of one event loop can miss at once.
  private static final int AT_ONCE = 64;

  /// Customers and orders are rows of their own, which say which they are by the order's id:
  /// joined, each order would bring its customer again. One statement, so both are of one moment.
  static final Statement LOAD =
      Statement.read(
          "customers.load",
          """
          select id, null::bigint as order_id, name, email, type, null::numeric as total,
                 created_at, updated_at, version
          from customers where id = any ($1::bigint[])
          union all
          select last.customer_id, last.id, last.status, last.currency, null, last.total,
                 last.placed_at, null, null
          from unnest($1::bigint[]) as asked (id)
          cross join lateral (
            select customer_id, id, status, total, currency, placed_at from orders
            where customer_id = asked.id order by placed_at desc, id desc limit 10
          ) last
          """);

  private static final int ID = 0;
  private static final int ORDER_ID = 1;
  private static final int NAME_OR_STATUS = 2;
  private static final int EMAIL_OR_CURRENCY = 3;
  private static final int TYPE = 4;
  private static final int TOTAL = 5;
  private static final int CREATED_OR_PLACED = 6;
  private static final int UPDATED = 7;
  private static final int VERSION = 8;

  private static final Comparator<Order> NEWEST_FIRST =
      Comparator.comparing(Order::placedAt).thenComparingLong(Order::id).reversed();

  private final CoalescedReads<Long, Customer> reads;

  /// Makes it, with nothing under way.
  ///
  /// @param database is asked
  CustomerLoadStore(Database database) {
    reads =
        new CoalescedReads<>(
            LOAD.name(),
            AT_ONCE,
            (ids, call) ->
                database
                    .execute(LOAD, Tuple.of(ids.toArray(Long[]::new)), call)
                    .map(CustomerLoadStore::customers));
  }

  /// Loads one.
  ///
  /// @param id whom
  /// @param call until when the caller waits
  Future<FindOutcome> load(long id, Call call) {
    return reads
        .read(id, call)
        .map(found ->
            found.<FindOutcome>map(FindOutcome.Found::new).orElseGet(FindOutcome.Unknown::new));
  }

  private static Map<Long, Customer> customers(RowSet<Row> rows) {
    var found = new ArrayList<Row>();
    var orders = new HashMap<Long, List<Order>>();
    for (var row : rows) {
      if (row.getLong(ORDER_ID) == null) {
        found.add(row);
      } else {
        orders.computeIfAbsent(row.getLong(ID), id -> new ArrayList<>()).add(order(row));
      }
    }
    var customers = HashMap.<Long, Customer>newHashMap(found.size());
    for (var row : found) {
      var id = row.getLong(ID);
      var theirs = orders.getOrDefault(id, new ArrayList<>(0));
      // They come so, but a union promises no order.
      theirs.sort(NEWEST_FIRST);
      customers.put(id, customer(row, theirs));
    }
    return customers;
  }

  private static Customer customer(Row row, List<Order> orders) {
    return new Customer(
        row.getLong(ID),
        row.getString(NAME_OR_STATUS),
        row.getString(EMAIL_OR_CURRENCY),
        CustomerType.of(row.getString(TYPE)),
        row.getOffsetDateTime(CREATED_OR_PLACED).toInstant(),
        row.getOffsetDateTime(UPDATED).toInstant(),
        row.getLong(VERSION),
        orders);
  }

  private static Order order(Row row) {
    return new Order(
        row.getLong(ORDER_ID),
        row.getLong(ID),
        OrderStatus.of(row.getString(NAME_OR_STATUS)),
        OrderStore.money(row.getBigDecimal(TOTAL)),
        row.getString(EMAIL_OR_CURRENCY),
        row.getOffsetDateTime(CREATED_OR_PLACED).toInstant());
  }
}
