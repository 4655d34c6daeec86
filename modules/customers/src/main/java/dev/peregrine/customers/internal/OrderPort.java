package dev.peregrine.customers.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.customers.Freshness;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.OrderStatus;
import dev.peregrine.customers.PlaceOrder;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where the stores answer what becomes of an order, from the intention to its end.
public final class OrderPort {

  /// Writes an order that is to be paid.
  public static final Address<Begin, Intent> BEGIN =
      new Address<>("customers.begin", Begin.class, Intent.class);

  /// The same with an idempotency key: finds the order if there is one.
  public static final Address<Begin, Intent> BEGIN_ONCE =
      new Address<>("customers.beginonce", Begin.class, Intent.class);

  /// Ends an order that is pending.
  public static final Address<Settle, Settled> SETTLE =
      new Address<>("customers.settle", Settle.class, Settled.class);

  /// Lets the next attempt at an order come at once.
  public static final Address<LetGo, LetGo> LET_GO =
      new Address<>("customers.letgo", LetGo.class, LetGo.class);

  /// Takes orders that nobody is at any more.
  public static final Address<Claim, Claimed> CLAIM =
      new Address<>("customers.claim", Claim.class, Claimed.class);

  /// Notes that the gateway holds no money of an order that was called off.
  public static final Address<Released, Released> RELEASED =
      new Address<>("customers.released", Released.class, Released.class);

  private OrderPort() {}

  /// Asks for the writing of an order.
  ///
  /// @param question whose, and for how much
  /// @param row id of the row that tells caches of it, if the asker does not
  public record Begin(PlaceOrder question, UUID row) {}

  /// What stands in the database before the gateway is asked.
  public sealed interface Intent {

    /// The order is pending, and whoever asked is at it alone for as long as their deadline.
    ///
    /// @param order as stored
    /// @param paymentKey goes with every attempt
    record Begun(Order order, String paymentKey) implements Intent {}

    /// The key stands for an order whose end is known.
    ///
    /// @param order as stored
    /// @param seen what shows it to whoever reads with it
    record Known(Order order, Freshness seen) implements Intent {}

    /// The key stands for an order that somebody else is at.
    record Busy() implements Intent {}

    /// The key stands for another question.
    record KeyReused() implements Intent {}

    /// There is no such customer, or no more.
    record Unknown() implements Intent {}
  }

  /// Asks to end an order.
  ///
  /// @param orderId which; left alone unless it is pending
  /// @param status its end
  /// @param release whether the gateway may still hold money for it
  /// @param row id of the row that tells caches of it, if the asker does not
  public record Settle(long orderId, OrderStatus status, boolean release, UUID row) {}

  /// Tells how an order stands now.
  ///
  /// @param order as stored; nothing if it is gone
  /// @param seen what shows it to whoever reads with it
  public record Settled(Optional<Order> order, Freshness seen) {}

  /// Names an order that nobody is at any more.
  ///
  /// @param orderId which
  public record LetGo(long orderId) {}

  /// Asks for orders that are due.
  ///
  /// @param limit how many at most
  /// @param leaseMs how long nobody else gets them
  /// @param callOffMs age from which a pending one is overdue
  public record Claim(int limit, long leaseMs, long callOffMs) {}

  /// Orders that are due.
  ///
  /// @param orders pending ones to be paid, and called-off ones to be released
  public record Claimed(List<Due> orders) {

    /// Copies.
    public Claimed {
      orders = List.copyOf(orders);
    }
  }

  /// One of them.
  ///
  /// @param order as stored
  /// @param paymentKey goes with every attempt
  /// @param overdue whether it is to be called off instead of paid
  public record Due(Order order, String paymentKey, boolean overdue) {}

  /// Names an order for which the gateway holds nothing.
  ///
  /// @param orderId which
  public record Released(long orderId) {}
}
