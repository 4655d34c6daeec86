package dev.peregrine.customers.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.customers.ChangeCustomer;
import dev.peregrine.customers.ChangeOutcome;
import dev.peregrine.customers.FindCustomer;
import dev.peregrine.customers.FindOutcome;
import dev.peregrine.customers.RegisterCustomer;
import dev.peregrine.customers.RegisterOutcome;
import dev.peregrine.customers.RemoveCustomer;
import dev.peregrine.customers.RemoveOutcome;

/// Where the stores answer the room's own use cases: the same questions, after the rules and before
/// the cache. Orders are at [OrderPort].
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

  /// The same with an idempotency key.
  public static final Address<RegisterCustomer, RegisterOutcome> INSERT_ONCE =
      new Address<>("customers.insertonce", RegisterCustomer.class, RegisterOutcome.class);

  /// Writes a change.
  public static final Address<ChangeCustomer, ChangeOutcome> UPDATE =
      new Address<>("customers.update", ChangeCustomer.class, ChangeOutcome.class);

  /// Deletes a customer and their orders.
  public static final Address<RemoveCustomer, RemoveOutcome> DELETE =
      new Address<>("customers.delete", RemoveCustomer.class, RemoveOutcome.class);

  /// Forgets old idempotency keys.
  public static final Address<SweepKeys, KeysSwept> SWEEP =
      new Address<>("customers.sweep", SweepKeys.class, KeysSwept.class);

  private StorePort() {}

  /// Asks whether somebody has an address.
  ///
  /// @param email the address, in any case
  public record FindEmail(String email) {}

  /// Tells whether somebody has it.
  ///
  /// @param taken whether
  public record EmailUse(boolean taken) {}

  /// Asks to forget keys older than 24 hours.
  ///
  /// @param limit how many at most
  public record SweepKeys(int limit) {}

  /// Tells how many are forgotten.
  ///
  /// @param count how many
  public record KeysSwept(int count) {}
}
