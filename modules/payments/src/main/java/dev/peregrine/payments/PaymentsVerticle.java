package dev.peregrine.payments;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Registration;
import dev.peregrine.payments.internal.Checks;
import dev.peregrine.payments.internal.Gateway;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/// Answers [PaymentsPort]; one instance an event loop.
public final class PaymentsVerticle extends VerticleBase {

  private final Bus bus;
  private final Gateway gateway;
  private final Checks checks;
  private List<Registration> registrations = List.of();

  PaymentsVerticle(Bus bus, Gateway gateway, Checks checks) {
    this.bus = bus;
    this.gateway = gateway;
    this.checks = checks;
  }

  @Override
  public Future<?> start() {
    return Future.all(
            List.of(
                bus.answer(PaymentsPort.AUTHORISE, gateway::authorise),
                bus.answer(PaymentsPort.RELEASE, gateway::release),
                bus.answer(PaymentsPort.CHECK, checks::check)))
        .onSuccess(registered -> registrations = registered.list());
  }

  @Override
  public Future<?> stop() {
    return Future.join(registrations.stream().map(Registration::close).toList());
  }
}
