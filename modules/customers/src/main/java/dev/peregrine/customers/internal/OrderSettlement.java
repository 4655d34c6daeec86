package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.OrderStatus;
import dev.peregrine.customers.internal.OrderPort.Claim;
import dev.peregrine.customers.internal.OrderPort.Due;
import dev.peregrine.customers.internal.OrderPort.Released;
import dev.peregrine.payments.PaymentsPort;
import dev.peregrine.payments.ReleasePayment;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the orders that nobody is at any more: their process died, or the gateway's answer was
/// lost.
///
/// The gateway is asked again under the same key, so it charges once. What is older than is good is
/// called off, first here and then at the gateway: an answer that comes late finds the order called
/// off. Several nodes may do this at the same time. Confined to one context.
public final class OrderSettlement {

  private static final Logger LOG = LoggerFactory.getLogger(OrderSettlement.class);
  private static final int BATCH = 16;
  private static final int KEYS = 1_000;
  private static final int TURNS_BETWEEN_SWEEPS = 10;
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration TURN_TIMEOUT = Duration.ofSeconds(5);

  private final Bus bus;
  private final OrderPayment payment;
  private final long callOffMs;
  private int turns;
  private boolean failing;

  /// Makes it.
  ///
  /// @param bus reaches the store and the gateway
  /// @param cache forgets the customers whose orders have changed
  /// @param callOffAfter age from which an order is called off instead of paid
  public OrderSettlement(Bus bus, Cache<Long, Customer> cache, Duration callOffAfter) {
    this.bus = bus;
    this.payment = new OrderPayment(bus, cache);
    this.callOffMs = callOffAfter.toMillis();
  }

  /// Takes what is due and settles it; what fails is due again later.
  ///
  /// @return done when all of it was tried; never fails
  public Future<Void> turn() {
    var call = Call.background("settlement", TURN_TIMEOUT);
    var swept = turns++ % TURNS_BETWEEN_SWEEPS == 0 ? sweep(call) : Future.succeededFuture();
    var settled =
        bus.ask(OrderPort.CLAIM, new Claim(BATCH, LEASE.toMillis(), callOffMs), call)
            .compose(claimed -> all(claimed.orders(), call));
    return Future.join(settled, swept)
        .transform((done, thrown) -> {
          note(thrown);
          return Future.succeededFuture();
        });
  }

  /// Tells of the first turn that failed, not of those that fail after it.
  private void note(@Nullable Throwable thrown) {
    if (thrown != null && !failing) {
      LOG.warn("orders stay unsettled, and are tried again: {}", thrown.getMessage());
    }
    failing = thrown != null;
  }

  private Future<?> sweep(Call call) {
    return bus.ask(StorePort.SWEEP, new StorePort.SweepKeys(KEYS), call);
  }

  private Future<?> all(List<Due> orders, Call call) {
    return Future.join(orders.stream().map(due -> settle(due, call)).toList());
  }

  private Future<?> settle(Due due, Call call) {
    var order = due.order();
    if (order.status() == OrderStatus.CANCELLED) {
      return bus.ask(PaymentsPort.RELEASE, new ReleasePayment(due.paymentKey()), call)
          .compose(nothing -> bus.ask(OrderPort.RELEASED, new Released(order.id()), call));
    }
    if (due.overdue()) {
      return ended(order, OrderStatus.CANCELLED, call);
    }
    return payment.ask(order, due.paymentKey(), call).compose(status -> ended(order, status, call));
  }

  private Future<?> ended(Order order, OrderStatus status, Call call) {
    return payment
        .settle(order, status, call.trace())
        .onSuccess(settled -> LOG.info("order {} is settled late: {}", order.id(), status.word()));
  }
}
