package dev.peregrine.payments;

import dev.peregrine.bus.Address;

/// Every address that the payments room owns.
///
/// A gateway that does not answer, or not as it should, is a failure `unavailable`; when the
/// asker's own deadline cuts the wait short, it is `deadline`. In both cases it is not known
/// whether the payment was made: ask again with the same key, or release it.
public final class PaymentsPort {

  /// Asks the gateway for money; at most once for each key.
  public static final Address<AuthorisePayment, AuthoriseOutcome> AUTHORISE =
      new Address<>("payments.authorise", AuthorisePayment.class, AuthoriseOutcome.class);

  /// Gives back what was authorised under a key, and forbids the key for the future.
  public static final Address<ReleasePayment, PaymentReleased> RELEASE =
      new Address<>("payments.release", ReleasePayment.class, PaymentReleased.class);

  /// Has somebody checked who wants to be a customer.
  public static final Address<CheckPerson, CheckOutcome> CHECK =
      new Address<>("payments.check", CheckPerson.class, CheckOutcome.class);

  private PaymentsPort() {}
}
