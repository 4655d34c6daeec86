package dev.peregrine.customers;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Reach;
import dev.peregrine.bus.Topic;

/// Every address that the customers room owns. Those that reach the cluster are a contract with
/// others: what would break it gets an address of its own, `.v2`.
public final class CustomersPort {

  /// A new customer, and a welcome mail.
  public static final Address<RegisterCustomer, RegisterOutcome> REGISTER =
      new Address<>(
          "customers.register", RegisterCustomer.class, RegisterOutcome.class, Reach.CLUSTER);

  /// One customer with the newest orders, from the cache where it can.
  public static final Address<FindCustomer, FindOutcome> FIND =
      new Address<>("customers.find", FindCustomer.class, FindOutcome.class, Reach.CLUSTER);

  /// Another name, address or kind.
  public static final Address<ChangeCustomer, ChangeOutcome> CHANGE =
      new Address<>("customers.change", ChangeCustomer.class, ChangeOutcome.class, Reach.CLUSTER);

  /// The end of a customer and their orders.
  public static final Address<RemoveCustomer, RemoveOutcome> REMOVE =
      new Address<>("customers.remove", RemoveCustomer.class, RemoveOutcome.class, Reach.CLUSTER);

  /// A page by its number, with the exact total.
  public static final Address<ListCustomers, CustomerPage> LIST =
      new Address<>("customers.list", ListCustomers.class, CustomerPage.class, Reach.CLUSTER);

  /// Rows next to a place, at the same cost at any depth.
  public static final Address<BrowseCustomers, CustomerWindow> BROWSE =
      new Address<>("customers.browse", BrowseCustomers.class, CustomerWindow.class, Reach.CLUSTER);

  /// A new order.
  public static final Address<PlaceOrder, PlaceOutcome> PLACE =
      new Address<>("customers.place", PlaceOrder.class, PlaceOutcome.class, Reach.CLUSTER);

  /// A customer's orders, newest first.
  public static final Address<BrowseOrders, OrderWindow> ORDERS =
      new Address<>("customers.orders", BrowseOrders.class, OrderWindow.class, Reach.CLUSTER);

  /// Demo customers with orders.
  public static final Address<SeedCustomers, Seeded> SEED =
      new Address<>("customers.seed", SeedCustomers.class, Seeded.class);

  /// A customer joined.
  public static final Topic<CustomerRegistered> REGISTERED =
      new Topic<>("customers.registered", CustomerRegistered.class, Reach.CLUSTER);

  private CustomersPort() {}
}
