package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.Freshness;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.OrderStatus;
import dev.peregrine.customers.PlaceOrder;
import dev.peregrine.customers.PlaceOutcome;
import dev.peregrine.customers.internal.OrderPort.Intent;
import dev.peregrine.customers.internal.OrderPort.Settled;
import io.vertx.core.Future;
import java.util.UUID;

/// A customer orders: the intention is committed first, then the gateway is asked, then the end is
/// committed. Whatever breaks in between, the intention is there to be settled.
///
/// Who gets no answer and sent no key cannot come back to this order: it is called off, and what
/// the gateway may have taken is given back. With a key it stays, for the next attempt or for
/// [OrderSettlement].
public final class OrderPlacement {

  private final Bus bus;
  private final Evictions evictions;
  private final OrderPayment payment;

  /// Makes the use case.
  ///
  /// @param bus reaches the store and the gateway
  /// @param cache forgets the customer, whose newest orders have changed
  public OrderPlacement(Bus bus, Cache<Long, Customer> cache) {
    this.bus = bus;
    this.evictions = new Evictions(bus, cache);
    this.payment = new OrderPayment(bus, cache);
  }

  /// Places an order.
  ///
  /// @param question whose, and for how much
  /// @param call until when the asker waits
  public Future<PlaceOutcome> place(PlaceOrder question, Call call) {
    var violations = CustomerRules.ofOrder(question);
    if (!violations.isEmpty()) {
      return Future.succeededFuture(new PlaceOutcome.Invalid(violations));
    }
    var begin = question.key().isPresent() ? OrderPort.BEGIN_ONCE : OrderPort.BEGIN;
    var row = evictions.announce();
    return bus.ask(begin, new OrderPort.Begin(question, row), call)
        .compose(intent ->
            switch (intent) {
              case Intent.Begun begun -> pay(question, row, begun, call);
              case Intent.Known known ->
                  Future.succeededFuture(outcome(known.order(), known.seen(), true));
              case Intent.Busy() -> Future.succeededFuture(new PlaceOutcome.InProgress());
              case Intent.KeyReused() -> Future.succeededFuture(new PlaceOutcome.KeyReused());
              case Intent.Unknown() -> Future.succeededFuture(new PlaceOutcome.Unknown());
            });
  }

  /// While the gateway is asked, every node forgets the customer as they were without the order.
  private Future<PlaceOutcome> pay(PlaceOrder question, UUID row, Intent.Begun begun, Call call) {
    var order = begun.order();
    var told = evictions.evict(question.customerId(), row, call);
    return payment
        .ask(order, begun.paymentKey(), call)
        .transform((status, thrown) ->
            told.transform(whatever ->
                thrown == null
                    ? payment.settle(order, status, call.trace()).map(OrderPlacement::outcome)
                    : leave(question, order, call).transform(done -> Future.failedFuture(thrown))));
  }

  private Future<?> leave(PlaceOrder question, Order order, Call call) {
    return question.key().isPresent()
        ? payment.letGo(order, call.trace())
        : payment.settle(order, OrderStatus.CANCELLED, call.trace());
  }

  private static PlaceOutcome outcome(Settled settled) {
    return settled
        .order()
        .map(order -> outcome(order, settled.seen(), false))
        .orElseGet(PlaceOutcome.Unknown::new);
  }

  private static PlaceOutcome outcome(Order order, Freshness seen, boolean repeated) {
    return switch (order.status()) {
      case PAID -> new PlaceOutcome.Placed(order, seen, repeated);
      case DECLINED -> new PlaceOutcome.Declined(order, seen, repeated);
      case CANCELLED -> new PlaceOutcome.CalledOff(order);
      case PENDING -> new PlaceOutcome.InProgress();
    };
  }
}
