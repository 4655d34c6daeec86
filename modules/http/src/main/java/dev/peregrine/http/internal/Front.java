package dev.peregrine.http.internal;

import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/// Receives requests: what all requests of one server instance share.
///
/// Confined to the context that made it.
public final class Front implements AutoCloseable {

  private final Vertx vertx;
  private final HttpEdge edge;
  private final RouteTree tree;
  private final RequestIds ids = new RequestIds();
  private final AnswerWriter writer;
  private final Thread loop = Thread.currentThread();

  /// Opens it, on the context that will receive.
  ///
  /// @param vertx for timers
  /// @param edge what all instances share
  /// @param tree what is served
  public Front(Vertx vertx, HttpEdge edge, RouteTree tree) {
    this.vertx = vertx;
    this.edge = edge;
    this.tree = tree;
    this.writer = new AnswerWriter(edge.config());
  }

  /// Receives a request.
  ///
  /// @param http its head has arrived
  public void receive(HttpServerRequest http) {
    new Visit(this, http).begin();
  }

  /// Receives what is not a request.
  ///
  /// @param http stands for it; its connection is closed after the answer
  public void receiveMalformed(HttpServerRequest http) {
    var rejection =
        switch (http.decoderResult().cause()) {
          case TooLongHttpLineException _ ->
              Failures.no(414, "uri-too-long", "The URI is too long", "Shorten it.");
          case TooLongHttpHeaderException _ ->
              Failures.no(
                  431, "headers-too-large", "The headers are too large", "Send fewer or less.");
          case null, default ->
              Failures.no(400, "malformed", "This is not HTTP", "The request cannot be read.");
        };
    new Visit(this, http).refuseMalformed(rejection);
  }

  @Override
  public void close() {
    writer.close();
  }

  Vertx vertx() {
    return vertx;
  }

  HttpEdge edge() {
    return edge;
  }

  HttpConfig config() {
    return edge.config();
  }

  RouteTree tree() {
    return tree;
  }

  RequestIds ids() {
    return ids;
  }

  AnswerWriter writer() {
    return writer;
  }

  /// Tells whether the calling thread is the one that this instance is confined to.
  boolean onLoop() {
    return Thread.currentThread() == loop;
  }
}
