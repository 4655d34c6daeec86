package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.ChangeCustomer;
import dev.peregrine.customers.ChangeOutcome;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.Freshness;
import dev.peregrine.customers.RemoveCustomer;
import dev.peregrine.customers.RemoveOutcome;
import io.vertx.core.Future;

/// A customer changes or leaves; every node forgets what it knew of them before the asker hears of
/// it.
public final class CustomerChange {

  private final Bus bus;
  private final Cache<Long, Customer> cache;

  /// Makes the use case.
  ///
  /// @param bus reaches the store
  /// @param cache forgets
  public CustomerChange(Bus bus, Cache<Long, Customer> cache) {
    this.bus = bus;
    this.cache = cache;
  }

  /// Changes a customer.
  ///
  /// @param question who, and how
  /// @param call until when the asker waits
  public Future<ChangeOutcome> change(ChangeCustomer question, Call call) {
    var violations = CustomerRules.ofPerson(question.name(), question.email());
    if (!violations.isEmpty()) {
      return Future.succeededFuture(new ChangeOutcome.Invalid(violations));
    }
    return bus.ask(StorePort.UPDATE, question, call)
        .compose(outcome ->
            outcome instanceof ChangeOutcome.Changed(var customer, var committed)
                ? forgotten(question.id(), committed, call)
                    .map(seen -> new ChangeOutcome.Changed(customer, seen))
                : Future.succeededFuture(outcome));
  }

  /// Removes a customer.
  ///
  /// @param question who
  /// @param call until when the asker waits
  public Future<RemoveOutcome> remove(RemoveCustomer question, Call call) {
    return bus.ask(StorePort.DELETE, question, call)
        .compose(outcome ->
            outcome instanceof RemoveOutcome.Removed(var committed)
                ? forgotten(question.id(), committed, call).map(RemoveOutcome.Removed::new)
                : Future.succeededFuture(outcome));
  }

  /// The change is committed, so the asker hears of it even if the cache cannot be told in time.
  private Future<Freshness> forgotten(long id, Freshness committed, Call call) {
    return cache
        .evict(id, call)
        .transform((told, thrown) -> Future.succeededFuture(Tokens.told(committed, told)));
  }
}
