package dev.peregrine.payments;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Call;
import dev.peregrine.payments.AuthoriseOutcome.Authorised;
import dev.peregrine.testkit.BusProbe;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Questions that wait for the one connection to a gateway that is slow, and well.
class QueueIT {

  private final BusProbe probe = BusProbe.open();

  @AfterEach
  void close() {
    probe.close();
  }

  @Test
  void who_waits_for_a_connection_waits_as_long_as_for_an_answer() {
    var sandbox = await(SandboxGateway.open(probe.vertx(), 0));
    sandbox.behave(SandboxMode.SLOW);
    var payments =
        new Payments(probe.vertx(), probe.bus(), config(sandbox.uri()), PaymentsStats.NONE);
    probe.deploy(payments.verticle());

    // One after the other, so that the last one has its turn after more than a second.
    var together = IntStream.range(0, 5).mapToObj(this::authorise).toList();

    assertThat(together).allSatisfy(one -> assertThat(await(one)).isInstanceOf(Authorised.class));
    assertThat(sandbox.figures().charges()).isEqualTo(5);
  }

  private Future<AuthoriseOutcome> authorise(int n) {
    return probe
        .bus()
        .ask(
            PaymentsPort.AUTHORISE,
            new AuthorisePayment("k" + n, "order-1", new BigDecimal("1.00"), "EUR"),
            Call.background("test", Duration.ofSeconds(25)));
  }

  private static PaymentsConfig config(URI gateway) {
    return new PaymentsConfig(
        Optional.of(gateway),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(20),
        1,
        8,
        5,
        Duration.ofMinutes(5),
        64 << 10);
  }
}
