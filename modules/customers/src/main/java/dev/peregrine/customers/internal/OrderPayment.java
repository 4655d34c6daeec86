package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.OrderStatus;
import dev.peregrine.customers.internal.OrderPort.Settle;
import dev.peregrine.customers.internal.OrderPort.Settled;
import dev.peregrine.payments.AuthoriseOutcome;
import dev.peregrine.payments.AuthorisePayment;
import dev.peregrine.payments.PaymentsPort;
import io.vertx.core.Future;
import java.time.Duration;

/// One attempt to have a pending order paid, and what is written after it.
final class OrderPayment {

  /// What is known is written down even when nobody waits for it any more.
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(2);

  private final Bus bus;
  private final Evictions evictions;

  OrderPayment(Bus bus, Cache<Long, Customer> cache) {
    this.bus = bus;
    this.evictions = new Evictions(bus, cache);
  }

  /// Asks the gateway, with the same key as in every other attempt at this order.
  Future<OrderStatus> ask(Order order, String paymentKey, Call call) {
    var question =
        new AuthorisePayment(paymentKey, "order-" + order.id(), order.total(), order.currency());
    return bus.ask(PaymentsPort.AUTHORISE, question, call)
        .map(outcome ->
            switch (outcome) {
              case AuthoriseOutcome.Authorised _ -> OrderStatus.PAID;
              case AuthoriseOutcome.Declined _ -> OrderStatus.DECLINED;
            });
  }

  /// Ends the order and makes every node forget how it stood before.
  ///
  /// @return how it stands now, which somebody else may have decided; nothing if it is gone
  Future<Settled> settle(Order order, OrderStatus status, String trace) {
    var call = Call.background(trace, WRITE_TIMEOUT);
    var release = status == OrderStatus.CANCELLED;
    var row = evictions.announce();
    return bus.ask(OrderPort.SETTLE, new Settle(order.id(), status, release, row), call)
        .compose(settled ->
            evictions
                .evict(order.customerId(), row, call)
                .transform((told, thrown) ->
                    Future.succeededFuture(
                        new Settled(settled.order(), Tokens.told(settled.seen(), told)))));
  }

  /// Lets whoever asks next have the order at once.
  Future<Void> letGo(Order order, String trace) {
    var call = Call.background(trace, WRITE_TIMEOUT);
    return bus.ask(OrderPort.LET_GO, new OrderPort.LetGo(order.id()), call).mapEmpty();
  }
}
