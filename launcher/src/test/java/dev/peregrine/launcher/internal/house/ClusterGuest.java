package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.FindCustomer;
import dev.peregrine.customers.FindOutcome;
import dev.peregrine.launcher.internal.cluster.ClusterConfig;
import dev.peregrine.launcher.internal.cluster.Membership;
import dev.peregrine.testkit.Awaiting;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/// A member of a cluster in this process, which asks and listens and answers nothing.
final class ClusterGuest implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long NOBODY = Long.MAX_VALUE;

  private final int busPort = freePort();
  private final Vertx vertx;
  private final Bus bus;

  private ClusterGuest(String cluster, List<String> members) {
    var config =
        new ClusterConfig(true, cluster, "127.0.0.1", 0, busPort, members, Optional.empty());
    vertx = new Membership(config).start(Vertx.builder(), new VertxOptions());
    bus = Bus.open(vertx, BusStats.NONE);
  }

  /// Joins.
  static ClusterGuest of(String cluster, List<String> members) {
    return new ClusterGuest(cluster, members);
  }

  /// Returns where its bus listens.
  int busPort() {
    return busPort;
  }

  Vertx vertx() {
    return vertx;
  }

  Bus bus() {
    return bus;
  }

  FindOutcome find(long id, Duration patience) {
    return Awaiting.await(
        bus.ask(CustomersPort.FIND, new FindCustomer(id), Call.background("guest", patience)));
  }

  /// Asks, and returns why there was no answer.
  <Q extends Record> BusFailure failure(Address<Q, ?> address, Q question) {
    try {
      Awaiting.await(bus.ask(address, question, Call.background("guest", PATIENCE.dividedBy(6))));
    } catch (BusFailure failure) {
      return failure;
    }
    throw new AssertionError("answered (expected: a failure)");
  }

  /// Waits until everybody who is left answers: questions go to the nodes in turn, so several
  /// answers in a row are answers of all.
  void awaitAnswers() {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(BusFailure.class)
        .untilAsserted(() -> {
          for (var n = 0; n < 4; n++) {
            assertNobodyIsFound();
          }
        });
  }

  /// Asks for somebody who is not there, and is told so.
  void assertNobodyIsFound() {
    assertThat(find(NOBODY, PATIENCE.dividedBy(6))).isInstanceOf(FindOutcome.Unknown.class);
  }

  @Override
  public void close() {
    Awaiting.await(vertx.close());
  }

  private static int freePort() {
    try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return free.getLocalPort();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }
}
