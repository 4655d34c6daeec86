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
import java.util.UUID;

/// A customer changes or leaves; every node forgets what it knew of them before the asker hears of
/// it.
public final class CustomerChange {

  private final Bus bus;
  private final Evictions evictions;

  /// Makes the use case.
  ///
  /// @param bus reaches the store
  /// @param cache forgets
  public CustomerChange(Bus bus, Cache<Long, Customer> cache) {
    this.bus = bus;
    this.evictions = new Evictions(bus, cache);
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
    var row = evictions.announce();
    return bus.ask(StorePort.UPDATE, new StorePort.Update(question, row), call)
        .compose(outcome ->
            outcome instanceof ChangeOutcome.Changed(var customer, var committed)
                ? forgotten(question.id(), row, committed, call)
                    .map(seen -> new ChangeOutcome.Changed(customer, seen))
                : Future.succeededFuture(outcome));
  }

  /// Removes a customer.
  ///
  /// @param question who
  /// @param call until when the asker waits
  public Future<RemoveOutcome> remove(RemoveCustomer question, Call call) {
    var row = evictions.announce();
    return bus.ask(StorePort.DELETE, new StorePort.Delete(question, row), call)
        .compose(outcome ->
            outcome instanceof RemoveOutcome.Removed(var committed)
                ? forgotten(question.id(), row, committed, call).map(RemoveOutcome.Removed::new)
                : Future.succeededFuture(outcome));
  }

  /// The change is committed, so the asker hears of it even if the cache cannot be told in time.
  private Future<Freshness> forgotten(long id, UUID row, Freshness committed, Call call) {
    return evictions
        .evict(id, row, call)
        .transform((told, thrown) -> Future.succeededFuture(Tokens.told(committed, told)));
  }
}
