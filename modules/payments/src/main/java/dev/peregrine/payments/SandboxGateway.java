package dev.peregrine.payments;

import dev.peregrine.payments.internal.SandboxDesk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.util.function.Supplier;

/// A payment gateway and a checking service to develop against: a real server on loopback, with no
/// money behind it.
///
/// It remembers the last hundred thousand keys and charges none of them twice. Safe on any thread.
public final class SandboxGateway {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int IDLE_SECONDS = 30;

  private final HttpServer server;
  private final SandboxDesk desk;

  private SandboxGateway(HttpServer server, SandboxDesk desk) {
    this.server = server;
    this.desk = desk;
  }

  /// Opens one.
  ///
  /// @param vertx whose event loops do the work
  /// @param port where; 0: any free one
  /// @return the sandbox, when it listens
  public static Future<SandboxGateway> open(Vertx vertx, int port) {
    var desk = new SandboxDesk(vertx);
    var options = new HttpServerOptions().setHost(LOOPBACK).setPort(port);
    return vertx
        .createHttpServer(options.setIdleTimeout(IDLE_SECONDS))
        .requestHandler(desk::serve)
        .exceptionHandler(SandboxDesk::disturbed)
        .listen()
        .map(server -> new SandboxGateway(server, desk));
  }

  /// Returns where it is.
  public URI uri() {
    return URI.create("http://" + LOOPBACK + ":" + server.actualPort());
  }

  /// Behaves so from now on.
  ///
  /// @param mode how
  public void behave(SandboxMode mode) {
    desk.behave(() -> mode);
  }

  /// Behaves from now on towards each request as it is told then.
  ///
  /// @param each tells how, on any thread
  public void behave(Supplier<SandboxMode> each) {
    desk.behave(each);
  }

  /// Returns what it has done so far.
  public SandboxFigures figures() {
    return desk.figures();
  }

  /// Returns how often somebody was charged under a key, be it released since.
  ///
  /// @param key as in [AuthorisePayment]
  public int chargesOf(String key) {
    return desk.chargesOf(key);
  }

  /// Closes it; what it remembers is gone.
  ///
  /// @return done when it is closed
  public Future<Void> close() {
    return server.close();
  }
}
