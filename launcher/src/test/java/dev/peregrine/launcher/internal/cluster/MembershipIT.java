package dev.peregrine.launcher.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.launcher.internal.cli.UnavailableException;
import dev.peregrine.testkit.Awaiting;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who is let in, and what a start that cannot succeed says.
class MembershipIT {

  private static final Optional<String> SECRET = Optional.of("a-secret-of-ours");
  private static final Optional<String> GUESS = Optional.of("a-secret-guessed");

  private final Deque<Vertx> started = new ArrayDeque<>();

  @AfterEach
  void close() {
    while (!started.isEmpty()) {
      Awaiting.await(started.pop().close());
    }
  }

  @Test
  void who_knows_the_secret_is_let_in_and_nobody_else() throws IOException {
    var port = freePort();
    var first = join(port, port, SECRET);

    var friend = join(0, port, SECRET);
    var stranger = join(0, port, GUESS);

    Awaitility.await().until(() -> friend.members() == 2 && first.members() == 2);
    assertThat(stranger.members()).isEqualTo(1);
  }

  @Test
  void a_port_in_use_is_named() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var port = taken.getLocalPort();

      assertThatThrownBy(() -> join(port, port, SECRET))
          .isInstanceOf(UnavailableException.class)
          .hasMessageStartingWith("cluster.port: " + port);
    }
  }

  private Membership join(int port, int member, Optional<String> secret) {
    var members = List.of("127.0.0.1:" + member);
    var config = new ClusterConfig(true, "ours", "127.0.0.1", port, 0, members, secret);
    var membership = new Membership(config);
    started.push(membership.start(Vertx.builder(), new VertxOptions()));
    return membership;
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }
}
