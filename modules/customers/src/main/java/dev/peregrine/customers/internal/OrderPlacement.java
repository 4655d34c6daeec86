package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.PlaceOrder;
import dev.peregrine.customers.PlaceOutcome;
import io.vertx.core.Future;

/// A customer orders; the order is pending until somebody takes the payment.
public final class OrderPlacement {

  private final Bus bus;
  private final Cache<Long, Customer> cache;

  /// Makes the use case.
  ///
  /// @param bus reaches the store
  /// @param cache forgets the customer, whose newest orders have changed
  public OrderPlacement(Bus bus, Cache<Long, Customer> cache) {
    this.bus = bus;
    this.cache = cache;
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
    return bus.ask(StorePort.ORDER, question, call)
        .compose(outcome ->
            outcome instanceof PlaceOutcome.Placed(var order, var committed)
                ? cache
                    .evict(question.customerId(), call)
                    .transform((told, thrown) ->
                        Future.succeededFuture(
                            new PlaceOutcome.Placed(order, Tokens.told(committed, told))))
                : Future.succeededFuture(outcome));
  }
}
