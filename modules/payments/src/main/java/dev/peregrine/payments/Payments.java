package dev.peregrine.payments;

import dev.peregrine.bus.Bus;
import dev.peregrine.payments.internal.Checks;
import dev.peregrine.payments.internal.Gateway;
import dev.peregrine.payments.internal.Line;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/// The room put together: connections and breakers, shared by all its verticles.
public final class Payments {

  private final Bus bus;
  private final List<Line> lines = new ArrayList<>();
  private final Gateway gateway;
  private final Checks checks;

  /// Opens the room; connections are made when they are first needed.
  ///
  /// @param vertx whose event loops do the work
  /// @param bus where questions come from
  /// @param config where the services are; the gateway must be known by now
  /// @param stats told how they fare
  /// @throws IllegalArgumentException if there is no gateway
  public Payments(Vertx vertx, Bus bus, PaymentsConfig config, PaymentsStats stats) {
    this.bus = bus;
    var url =
        config
            .url()
            .orElseThrow(
                () -> new IllegalArgumentException("payments.url: absent (expected: a URI)"));
    var line = new Line(vertx, "gateway", config, stats).to(url);
    lines.add(line);
    gateway = new Gateway(line);
    var checking = config.checksUrl().map(uri -> new Line(vertx, "checks", config, stats).to(uri));
    checking.ifPresent(lines::add);
    checks = new Checks(checking);
  }

  /// Returns a new instance of the room's verticle.
  public PaymentsVerticle verticle() {
    return new PaymentsVerticle(bus, gateway, checks);
  }

  /// Closes every connection.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    return Future.join(lines.stream().map(Line::close).toList()).mapEmpty();
  }
}
