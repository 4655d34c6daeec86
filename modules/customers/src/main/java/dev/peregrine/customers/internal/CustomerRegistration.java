package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.CheckPolicy;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerRegistered;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.RegisterCustomer;
import dev.peregrine.customers.RegisterOutcome;
import dev.peregrine.customers.RegisterOutcome.EmailTaken;
import dev.peregrine.customers.RegisterOutcome.Invalid;
import dev.peregrine.customers.RegisterOutcome.Refused;
import dev.peregrine.customers.RegisterOutcome.Registered;
import dev.peregrine.payments.CheckOutcome;
import dev.peregrine.payments.CheckPerson;
import dev.peregrine.payments.PaymentsPort;
import dev.peregrine.persistence.OutboxAppended;
import dev.peregrine.persistence.OutboxPort;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/// A customer joins.
///
/// The look-up of the address and the check by others run at the same time, and neither waits for
/// the rules. The look-up only spares the usual duplicate a failed insert, and the unique index is
/// the judge of those that come together.
public final class CustomerRegistration {

  private static final String MAIL_LANE = "mail";

  private final Bus bus;
  private final Evictions evictions;
  private final CheckPolicy policy;

  /// Makes the use case.
  ///
  /// @param bus reaches the store and whoever checks
  /// @param cache may know that there was nobody under the new id
  /// @param policy whether somebody checks
  public CustomerRegistration(Bus bus, Cache<Long, Customer> cache, CheckPolicy policy) {
    this.bus = bus;
    this.evictions = new Evictions(bus, cache);
    this.policy = policy;
  }

  /// Registers a customer.
  ///
  /// @param question who
  /// @param call until when the asker waits
  public Future<RegisterOutcome> register(RegisterCustomer question, Call call) {
    var taken = bus.ask(StorePort.EMAIL, new StorePort.FindEmail(question.email()), call);
    var violations =
        CustomerRules.ofPerson(Optional.of(question.name()), Optional.of(question.email()));
    if (!violations.isEmpty()) {
      // The look-up is under way; what it says is of no interest any more.
      return Future.succeededFuture(new Invalid(violations));
    }
    // What breaks a rule here is nobody else's business, so only now.
    var checked = check(question, call);
    return taken.compose(use -> {
      if (use.taken()) {
        // With a key, the address may be in use because the same question was answered before.
        return question.key().isPresent()
            ? insert(question, call)
            : Future.succeededFuture(new EmailTaken());
      }
      return checked.compose(outcome -> judged(outcome, question, call));
    });
  }

  private Future<CheckOutcome> check(RegisterCustomer question, Call call) {
    return policy == CheckPolicy.OFF
        ? Future.succeededFuture(new CheckOutcome.Passed())
        : bus.ask(PaymentsPort.CHECK, new CheckPerson(question.email()), call);
  }

  private Future<RegisterOutcome> judged(
      CheckOutcome outcome, RegisterCustomer question, Call call) {
    return switch (outcome) {
      case CheckOutcome.Passed() -> insert(question, call);
      case CheckOutcome.Refused _ -> Future.succeededFuture(new Refused());
      case CheckOutcome.Unchecked() ->
          policy == CheckPolicy.REQUIRED
              ? Future.failedFuture(
                  new BusFailure(
                      FailureKind.UNAVAILABLE, "customers.register", "nobody can be checked now"))
              : insert(question, call);
    };
  }

  private Future<RegisterOutcome> insert(RegisterCustomer question, Call call) {
    var insert = question.key().isPresent() ? StorePort.INSERT_ONCE : StorePort.INSERT;
    var row = evictions.announce();
    return bus.ask(insert, new StorePort.Insert(question, row), call)
        .compose(outcome ->
            outcome instanceof Registered registered
                ? joined(registered, row, call)
                : Future.succeededFuture(outcome));
  }

  /// Committed: nothing that fails from here on undoes it.
  private Future<RegisterOutcome> joined(Registered registered, UUID row, Call call) {
    var id = registered.customer().id();
    bus.tell(OutboxPort.APPENDED, new OutboxAppended(MAIL_LANE));
    bus.tell(CustomersPort.REGISTERED, new CustomerRegistered(id));
    return evictions
        .evict(id, row, call)
        .transform((told, thrown) ->
            Future.succeededFuture(
                new Registered(registered.customer(), Tokens.told(registered.seen(), told))));
  }
}
