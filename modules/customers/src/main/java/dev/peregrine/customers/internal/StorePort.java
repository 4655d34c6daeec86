package dev.peregrine.customers.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.customers.ChangeCustomer;
import dev.peregrine.customers.ChangeOutcome;
import dev.peregrine.customers.FindCustomer;
import dev.peregrine.customers.FindOutcome;
import dev.peregrine.customers.PlaceOrder;
import dev.peregrine.customers.PlaceOutcome;
import dev.peregrine.customers.RegisterCustomer;
import dev.peregrine.customers.RegisterOutcome;
import dev.peregrine.customers.RemoveCustomer;
import dev.peregrine.customers.RemoveOutcome;

/// Where the stores answer the room's own use cases: the same questions, after the rules and before
/// the cache.
public final class StorePort {

  /// Reads a customer from Postgres.
  public static final Address<FindCustomer, FindOutcome> LOAD =
      new Address<>("customers.load", FindCustomer.class, FindOutcome.class);

  /// Looks whether an address is in use.
  public static final Address<FindEmail, EmailUse> EMAIL =
      new Address<>("customers.email", FindEmail.class, EmailUse.class);

  /// Writes a new customer and the welcome mail.
  public static final Address<RegisterCustomer, RegisterOutcome> INSERT =
      new Address<>("customers.insert", RegisterCustomer.class, RegisterOutcome.class);

  /// Writes a change.
  public static final Address<ChangeCustomer, ChangeOutcome> UPDATE =
      new Address<>("customers.update", ChangeCustomer.class, ChangeOutcome.class);

  /// Deletes a customer and their orders.
  public static final Address<RemoveCustomer, RemoveOutcome> DELETE =
      new Address<>("customers.delete", RemoveCustomer.class, RemoveOutcome.class);

  /// Writes an order.
  public static final Address<PlaceOrder, PlaceOutcome> ORDER =
      new Address<>("customers.order", PlaceOrder.class, PlaceOutcome.class);

  private StorePort() {}

  /// Asks whether somebody has an address.
  ///
  /// @param email the address, in any case
  public record FindEmail(String email) {}

  /// Tells whether somebody has it.
  ///
  /// @param taken whether
  public record EmailUse(boolean taken) {}
}
