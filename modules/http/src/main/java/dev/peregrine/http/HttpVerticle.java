package dev.peregrine.http;

import dev.peregrine.http.internal.Front;
import dev.peregrine.http.internal.Gate;
import dev.peregrine.http.internal.RouteTree;
import dev.peregrine.http.internal.StrictDecoder;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Serves one [HttpEdge]: deploy one instance an event loop, all with the same edge.
///
/// Undeploying stops taking connections, lets requests in flight finish for at most
/// [HttpConfig#drainFor], and closes the rest.
public final class HttpVerticle extends VerticleBase {

  private final HttpEdge edge;
  private @Nullable HttpServer server;
  private @Nullable Front front;

  /// Makes an instance.
  ///
  /// @param edge what all instances share
  public HttpVerticle(HttpEdge edge) {
    this.edge = edge;
  }

  /// Listens.
  ///
  /// @return done when requests are received; failed with a [ListenFailure] when the port is taken,
  ///   or an [IllegalArgumentException] when two routes collide
  @Override
  public Future<?> start() {
    var gate = new Gate(edge.tokens().ring(), edge.config().host());
    var entrance = new Front.Entrance(new RouteTree(edge.table()), gate);
    var receiver = new Front(vertx, edge, entrance, edge.openEventStreams());
    front = receiver;
    var _ =
        edge.drained()
            .onComplete(drained -> context.runOnContext(ran -> receiver.endEventStreams()));
    var options = options(edge.config());
    var headTimeoutMs = edge.config().readTimeout().toMillis();
    var opened =
        vertx
            .createHttpServer(options)
            .connectionHandler(made -> StrictDecoder.install(made, options, headTimeoutMs))
            .invalidRequestHandler(receiver::receiveMalformed)
            .requestHandler(receiver::receive);
    server = opened;
    return opened
        .listen(address())
        .onSuccess(listening -> edge.listensAt(listening.actualPort()))
        .recover(thrown -> {
          var failure = new ListenFailure(edge.name(), edge.config(), thrown);
          edge.doesNotListen(failure);
          receiver.close();
          return Future.failedFuture(failure);
        });
  }

  @Override
  public Future<?> stop() {
    edge.drain();
    var closing = front;
    var stopping = server;
    if (closing == null || stopping == null) {
      return Future.succeededFuture();
    }
    return stopping
        .shutdown(edge.config().drainFor().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(stopped -> closing.close());
  }

  /// Port 0 means one free port for all instances of this edge, not one for each.
  private SocketAddress address() {
    var config = edge.config();
    return config.port() == 0
        ? SocketAddress.sharedRandomPort(Math.max(1, System.identityHashCode(edge)), config.host())
        : SocketAddress.inetSocketAddress(config.port(), config.host());
  }

  private static HttpServerOptions options(HttpConfig config) {
    var options = new HttpServerOptions();
    options.setMaxInitialLineLength(config.lineLimitBytes());
    options.setMaxHeaderSize(config.headerLimitBytes());
    options.setIdleTimeout((int) config.idleTimeout().toMillis());
    options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setHttp2ClearTextEnabled(false);
    options.setDecompressionSupported(false);
    options.setCompressionSupported(false);
    options.setPerFrameWebSocketCompressionSupported(false);
    options.setPerMessageWebSocketCompressionSupported(false);
    options.setTcpNoDelay(true);
    return options;
  }
}
