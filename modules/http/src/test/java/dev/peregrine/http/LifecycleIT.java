package dev.peregrine.http;

import static dev.peregrine.http.EdgeServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Starting, leaving, and what is wrong before the first request.
class LifecycleIT {

  private static final Answer DONE = Answer.json(200, Buffer.buffer("\"done\""));

  @Test
  void a_request_in_flight_is_finished_and_no_new_one_taken() throws Exception {
    var entered = Promise.<Void>promise();
    var release = Promise.<Answer>promise();
    try (var server =
        new EdgeServer(
            EdgeServer.config(),
            table ->
                table.add(
                    Route.get(
                        "/slow",
                        Access.PUBLIC,
                        request -> {
                          entered.tryComplete();
                          return release.future();
                        })))) {
      var inFlight = CompletableFuture.supplyAsync(() -> server.get("/slow"));
      await(entered.future());

      var stopped = server.undeploy();
      Awaitility.await().until(() -> refuses(server));
      release.complete(DONE);

      HttpResponse<String> answer = inFlight.get(30, TimeUnit.SECONDS);
      assertThat(answer.body()).isEqualTo("\"done\"");
      assertThat(answer.headers().firstValue("connection")).hasValue("close");
      await(stopped);
    }
  }

  @Test
  void a_draining_server_makes_its_clients_leave() {
    try (var server = new EdgeServer(EdgeServer.config(), LifecycleIT::mount)) {
      assertThat(server.get("/").headers().firstValue("connection")).isEmpty();

      server.edge().drain();

      assertThat(server.get("/").headers().firstValue("connection")).hasValue("close");
      assertThat(server.raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).endsWith("\"done\"");
    }
  }

  @Test
  void a_port_that_is_taken_is_named_with_its_key() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var server = new EdgeServer(EdgeServer.config(), LifecycleIT::mount)) {
      var config = HttpConfig.at("127.0.0.1", taken.getLocalPort());
      var edge = new HttpEdge("ops", config, HttpStats.NONE, List.of(LifecycleIT::mount));

      var deployed = EdgeServer.deploy(server.vertx(), edge, 2);

      assertThatThrownBy(() -> await(deployed))
          .hasCauseInstanceOf(ListenFailure.class)
          .hasMessageContaining(
              "ops.port: "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 is taken or not ours (expected: a free port; set ops.port)");
      assertThat(edge.port().cause()).isInstanceOf(ListenFailure.class);
    }
  }

  @Test
  void routes_that_collide_stop_the_start() {
    try (var server = new EdgeServer(EdgeServer.config(), LifecycleIT::mount)) {
      List<Routes> twice = List.of(LifecycleIT::mount, LifecycleIT::mount);
      var edge = new HttpEdge("http", EdgeServer.config(), HttpStats.NONE, twice);

      assertThatThrownBy(() -> await(EdgeServer.deploy(server.vertx(), edge, 1)))
          .hasMessageContaining("route: GET / (expected: each only once)");
    }
  }

  @Test
  void two_servers_on_free_ports_do_not_meet() {
    try (var one = new EdgeServer(EdgeServer.config(), LifecycleIT::mount)) {
      var edge = new HttpEdge("ops", EdgeServer.config(), HttpStats.NONE, List.of(table -> {}));
      await(EdgeServer.deploy(one.vertx(), edge, 2));

      assertThat(await(edge.port())).isNotEqualTo(one.port());
      for (var i = 0; i < 4; i++) {
        assertThat(one.get("/").statusCode()).isEqualTo(200);
      }
    }
  }

  private static void mount(RouteTable table) {
    table.add(Route.get("/", Access.PUBLIC, request -> io.vertx.core.Future.succeededFuture(DONE)));
  }

  private static boolean refuses(EdgeServer server) {
    try (var socket = server.socket()) {
      socket.setSoTimeout(1_000);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException thrown) {
      return true;
    }
  }
}
