package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerRegistered;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.RegisterCustomer;
import dev.peregrine.customers.RegisterOutcome;
import dev.peregrine.customers.RegisterOutcome.EmailTaken;
import dev.peregrine.customers.RegisterOutcome.Invalid;
import dev.peregrine.customers.RegisterOutcome.Registered;
import dev.peregrine.persistence.OutboxAppended;
import dev.peregrine.persistence.OutboxPort;
import io.vertx.core.Future;
import java.util.Optional;

/// A customer joins.
///
/// The rules and the look-up of the address run at the same time; the look-up only spares the usual
/// duplicate a failed insert, and the unique index is the judge of those that come together.
public final class CustomerRegistration {

  private static final String MAIL_LANE = "mail";

  private final Bus bus;
  private final Cache<Long, Customer> cache;

  /// Makes the use case.
  ///
  /// @param bus reaches the store
  /// @param cache may know that there was nobody under the new id
  public CustomerRegistration(Bus bus, Cache<Long, Customer> cache) {
    this.bus = bus;
    this.cache = cache;
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
    return taken.compose(
        use -> use.taken() ? Future.succeededFuture(new EmailTaken()) : insert(question, call));
  }

  private Future<RegisterOutcome> insert(RegisterCustomer question, Call call) {
    return bus.ask(StorePort.INSERT, question, call)
        .compose(outcome ->
            outcome instanceof Registered registered
                ? joined(registered, call)
                : Future.succeededFuture(outcome));
  }

  /// Committed: nothing that fails from here on undoes it.
  private Future<RegisterOutcome> joined(Registered registered, Call call) {
    var id = registered.customer().id();
    bus.tell(OutboxPort.APPENDED, new OutboxAppended(MAIL_LANE));
    bus.tell(CustomersPort.REGISTERED, new CustomerRegistered(id));
    return cache
        .evict(id, call)
        .transform((told, thrown) ->
            Future.succeededFuture(
                new Registered(registered.customer(), Tokens.told(registered.seen(), told))));
  }
}
