package dev.peregrine.perf.internal;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.function.Function;
import java.util.function.Supplier;

/// Bare Vert.x servers, which the service is measured beside: how they start, at which port they
/// listen, and how they answer.
final class BarePort {

  private BarePort() {}

  /// Serves until the process is killed, with an instance an event loop and a loop a processor;
  /// ends the process if it does not start.
  ///
  /// @param server what makes an instance
  static void serve(Function<Vertx, Supplier<Deployable>> server) {
    var loops = Runtime.getRuntime().availableProcessors();
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    vertx
        .deployVerticle(server.apply(vertx), new DeploymentOptions().setInstances(loops))
        .onFailure(thrown -> {
          thrown.printStackTrace();
          System.exit(1);
        });
  }

  /// Listens at a free port of loopback, the same for all instances, and prints it.
  static Future<HttpServer> listen(Vertx vertx, Handler<HttpServerRequest> answers) {
    return vertx
        .createHttpServer()
        .requestHandler(answers)
        .listen(SocketAddress.sharedRandomPort(1, "127.0.0.1"))
        .onSuccess(server -> System.out.println("port " + server.actualPort()));
  }

  static void write(HttpServerRequest request, Buffer body) {
    var response = request.response();
    response.headers().add(HttpHeaders.CONTENT_TYPE, "application/json");
    var _ = response.end(body);
  }

  static void fail(HttpServerRequest request) {
    var _ = request.response().setStatusCode(500).end();
  }
}
