package dev.peregrine.http.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Does to connections what the server has no door for.
final class Connections {

  private static final String IDLE = "idle";

  private Connections() {}

  /// Lets a connection be silent while a long request is worked on: that has guards of its own, and
  /// silence may mean that the client waits for us.
  static void allowSilence(HttpConnection connection) {
    put(connection, new IdleStateHandler(0, 0, 0));
  }

  /// Closes a connection again on which nothing moves.
  static void forbidSilence(HttpConnection connection, Duration after) {
    put(connection, new IdleStateHandler(0, 0, after.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Closes a connection at once; closing it the usual way waits for a client to take what was
  /// written.
  static void cut(HttpConnection connection) {
    var _ = context(connection).close();
  }

  private static void put(HttpConnection connection, IdleStateHandler handler) {
    var pipeline = context(connection).pipeline();
    if (pipeline.get(IDLE) != null) {
      pipeline.replace(IDLE, IDLE, handler);
    }
  }

  private static ChannelHandlerContext context(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext();
  }
}
