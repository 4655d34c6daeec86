package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.internal.OrderPort.Claim;
import dev.peregrine.customers.internal.OrderPort.Claimed;
import dev.peregrine.customers.internal.OrderPort.Due;
import dev.peregrine.customers.internal.OrderPort.LetGo;
import dev.peregrine.customers.internal.OrderPort.Released;
import dev.peregrine.customers.internal.OrderPort.Settle;
import dev.peregrine.customers.internal.OrderPort.Settled;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/// What becomes of pending orders, in Postgres. Who ends an order first has ended it: all others
/// read what they find. All times are the database's.
public final class SettlementStore implements Store {

  /// The customer's row first, as everywhere, so that nobody waits for each other. Who had to wait
  /// for it saw the order as it was before: only its lock shows it as it is.
  private static final Statement SETTLE =
      Statement.write(
          "customers.settle",
          """
          with held as (
            select id from customers
            where id = (
              select customer_id from orders where id = $1::bigint and status = 'pending')
            for no key update
          ), pending as (
            select o.customer_id from orders o join held h on h.id = o.customer_id
            where o.id = $1::bigint and o.status = 'pending'
            for no key update of o
          ), customer as (
            update customers c set version = c.version + 1, updated_at = now()
            from pending p where c.id = p.customer_id
            returning c.id, customers_evicted_by_writer($4::uuid, c.id) as told
          )
          update orders o
          set status = $2::text, attempt_until = null,
              settle_at = case when $3::boolean then now() end
          from customer c
          where o.id = $1::bigint and o.customer_id = c.id and o.status = 'pending'
          returning o.id, o.customer_id, o.status, o.total, o.currency, o.placed_at
          """);

  /// A change's own look, so never asked of a replica.
  private static final Statement NOW =
      Statement.write(
          "customers.orderNow",
          """
          select id, customer_id, status, total, currency, placed_at
          from orders where id = $1::bigint
          """);

  private static final Statement LET_GO =
      Statement.write(
          "customers.letGo",
          "update orders set attempt_until = null where id = $1::bigint and status = 'pending'");

  private static final Statement CLAIM =
      new Statement(
          "customers.claim",
          Purpose.RELAY,
          """
          with due as (
            select id from orders where settle_at <= now()
            order by settle_at limit $1::int
            for update skip locked
          )
          update orders o
          set attempt_until = now() + $2::bigint * interval '1 millisecond',
              settle_at = now() + $2::bigint * interval '1 millisecond'
          from due where o.id = due.id
          returning o.id, o.customer_id, o.status, o.total, o.currency, o.placed_at, o.payment_key,
            o.placed_at <= now() - $3::bigint * interval '1 millisecond' as overdue
          """);

  private static final Statement RELEASED =
      new Statement(
          "customers.released",
          Purpose.RELAY,
          """
          update orders set settle_at = null, attempt_until = null
          where id = $1::bigint and status = 'cancelled'
          """);

  /// Makes the store.
  public SettlementStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(SETTLE, NOW, LET_GO, CLAIM, RELEASED);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(OrderPort.SETTLE, (ask, call) -> settle(database, ask, call)),
                bus.answer(OrderPort.CLAIM, (ask, call) -> claim(database, ask, call)),
                bus.answer(
                    OrderPort.LET_GO,
                    (LetGo ask, Call call) ->
                        database.execute(LET_GO, Tuple.of(ask.orderId()), call).map(ask)),
                bus.answer(
                    OrderPort.RELEASED,
                    (Released ask, Call call) ->
                        database.execute(RELEASED, Tuple.of(ask.orderId()), call).map(ask))))
        .map(registered -> registered.list());
  }

  private static Future<Settled> settle(Database database, Settle ask, Call call) {
    var parameters = Tuple.of(ask.orderId(), ask.status().word(), ask.release(), ask.row());
    return database
        .write(SETTLE, parameters, call)
        .compose(written ->
            written.rows().size() > 0
                ? Future.succeededFuture(written)
                : database.write(NOW, Tuple.of(ask.orderId()), call))
        .map(written -> {
          var rows = written.rows();
          var order =
              rows.size() == 0
                  ? Optional.<Order>empty()
                  : Optional.of(OrderStore.order(rows.iterator().next()));
          return new Settled(order, Tokens.committed(written));
        });
  }

  private static Future<Claimed> claim(Database database, Claim ask, Call call) {
    return database
        .execute(CLAIM, Tuple.of(ask.limit(), ask.leaseMs(), ask.callOffMs()), call)
        .map(rows ->
            new Claimed(
                rows.stream()
                    .map(row ->
                        new Due(
                            OrderStore.order(row),
                            row.getUUID("payment_key").toString(),
                            row.getBoolean("overdue")))
                    .toList()));
  }
}
