package dev.peregrine.http.internal;

import dev.peregrine.bus.FailureKind;
import dev.peregrine.http.Answer;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Receives requests: what all requests of one server instance share.
///
/// Confined to the context that made it.
public final class Front implements AutoCloseable {

  private static final long HEARTBEAT_MS = 15_000;

  private final Vertx vertx;
  private final HttpEdge edge;
  private final RouteTree tree;
  private final Gate gate;
  private final RequestIds ids = new RequestIds();
  private final AnswerWriter writer;
  private final Set<EventPump> pumps = new HashSet<>();
  private final AtomicInteger openEventStreams;
  private final Thread loop = Thread.currentThread();

  /// Where requests come in.
  ///
  /// @param tree what is served
  /// @param gate lets callers in
  public record Entrance(RouteTree tree, Gate gate) {}

  /// Opens it, on the context that will receive.
  ///
  /// @param vertx for timers
  /// @param edge what all instances share
  /// @param entrance what is served, and to whom
  /// @param openEventStreams how many streams of events all instances hold open
  public Front(Vertx vertx, HttpEdge edge, Entrance entrance, AtomicInteger openEventStreams) {
    this.vertx = vertx;
    this.edge = edge;
    this.tree = entrance.tree;
    this.gate = entrance.gate;
    this.openEventStreams = openEventStreams;
    this.writer = new AnswerWriter(edge.config(), edge.stats());
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

  /// Ends every stream of events.
  public void endEventStreams() {
    List.copyOf(pumps).forEach(EventPump::end);
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

  Gate gate() {
    return gate;
  }

  RequestIds ids() {
    return ids;
  }

  AnswerWriter writer() {
    return writer;
  }

  /// Writes a streamed answer.
  ///
  /// @return done when the response is ended; failed when it must be broken off
  Future<Void> run(Outflow outflow, Answer answer) {
    var feed = answer.feed();
    if (feed == null) {
      return outflow.run(Objects.requireNonNull(answer.stream(), "a streamed answer's stream"));
    }
    if (edge.draining()) {
      return Future.failedFuture(Failures.of(FailureKind.UNAVAILABLE));
    }
    if (openEventStreams.incrementAndGet() > config().eventStreams()) {
      openEventStreams.decrementAndGet();
      return Future.failedFuture(Failures.of(FailureKind.OVERLOADED));
    }
    var pump = new EventPump(vertx, feed, heartbeatMs());
    pumps.add(pump);
    return outflow
        .run(pump)
        .onComplete(ended -> {
          pumps.remove(pump);
          openEventStreams.decrementAndGet();
        });
  }

  private long heartbeatMs() {
    return Math.max(1, Math.min(HEARTBEAT_MS, config().idleTimeout().toMillis() / 2));
  }

  /// Tells whether the calling thread is the one that this instance is confined to.
  boolean onLoop() {
    return Thread.currentThread() == loop;
  }
}
