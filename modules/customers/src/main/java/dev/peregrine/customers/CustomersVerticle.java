package dev.peregrine.customers;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.internal.CustomerChange;
import dev.peregrine.customers.internal.CustomerRegistration;
import dev.peregrine.customers.internal.OrderPlacement;
import dev.peregrine.customers.internal.Tokens;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/// Answers what needs a rule or a change; one instance an event loop.
///
/// Lists need no rule: the store answers them itself, where persistence hosts it.
public final class CustomersVerticle extends VerticleBase {

  private final Bus bus;
  private final Cache<Long, Customer> cache;
  private final CustomersConfig config;
  private List<Registration> registrations = List.of();

  CustomersVerticle(Bus bus, Cache<Long, Customer> cache, CustomersConfig config) {
    this.bus = bus;
    this.cache = cache;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    var registration = new CustomerRegistration(bus, cache, config.check());
    var change = new CustomerChange(bus, cache);
    var placement = new OrderPlacement(bus, cache);
    return Future.all(
            List.of(
                bus.answer(CustomersPort.REGISTER, registration::register),
                bus.answer(CustomersPort.FIND, this::find),
                bus.answer(CustomersPort.CHANGE, change::change),
                bus.answer(CustomersPort.REMOVE, change::remove),
                bus.answer(CustomersPort.PLACE, placement::place)))
        .onSuccess(registered -> registrations = registered.list());
  }

  @Override
  public Future<?> stop() {
    return Future.join(registrations.stream().map(Registration::close).toList());
  }

  private Future<FindOutcome> find(FindCustomer question, Call call) {
    return cache
        .read(question.id(), Tokens.options(question.atLeast()), call)
        .map(read ->
            read.value()
                .<FindOutcome>map(FindOutcome.Found::new)
                .orElseGet(FindOutcome.Unknown::new));
  }
}
