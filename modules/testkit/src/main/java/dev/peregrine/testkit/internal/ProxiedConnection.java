package dev.peregrine.testkit.internal;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/// One connection of a client through a proxy to the server. Confined to the proxy's event loop.
///
/// Once something of one way was swallowed, all that follows is: a connection that misses bytes
/// would bring answers to the wrong questions, which TCP never does.
public final class ProxiedConnection {

  private final NetSocket client;
  private final NetSocket server;
  private final Faults faults;
  private final Pipe requests;
  private final Pipe replies;
  private boolean withoutRequests;
  private boolean withoutReplies;

  /// Joins two sockets that are paused.
  ///
  /// @param vertx whose timers it uses
  /// @param client who asks
  /// @param server who answers
  /// @param faults what goes wrong
  public ProxiedConnection(Vertx vertx, NetSocket client, NetSocket server, Faults faults) {
    this.client = client;
    this.server = server;
    this.faults = faults;
    this.requests = new Pipe(vertx, client, server);
    this.replies = new Pipe(vertx, server, client);
  }

  /// Starts to carry.
  ///
  /// @param ended called when both sides are gone
  public void start(Runnable ended) {
    client.handler(this::request).exceptionHandler(thrown -> close());
    server.handler(this::reply).exceptionHandler(thrown -> close());
    // Who is cut off by a half-open connection does not hear of the end either.
    client.closeHandler(gone -> {
      if (!withoutRequests) {
        close();
      }
      ended.run();
    });
    server.closeHandler(gone -> {
      if (!withoutReplies) {
        close();
      }
    });
    client.resume();
    server.resume();
  }

  private void request(Buffer bytes) {
    withoutRequests |= faults.swallowsRequests();
    if (withoutRequests) {
      faults.countSwallowed(bytes);
      return;
    }
    if (faults.holds(bytes)) {
      hold(true);
    }
    requests.put(bytes, faults.delay());
  }

  private void reply(Buffer bytes) {
    withoutReplies |= faults.swallowsReplies();
    if (withoutReplies) {
      faults.countSwallowed(bytes);
    } else if (faults.cutsReplies()) {
      client.write(faults.beginning(bytes)).onComplete(written -> close());
    } else {
      replies.put(faults.garbled(bytes), faults.delay());
    }
  }

  /// Holds what goes either way, or lets it go on, in order.
  public void hold(boolean now) {
    requests.hold(now);
    replies.hold(now);
  }

  /// Tells whether it has swallowed something and can never be whole again.
  public boolean isBroken() {
    return withoutRequests || withoutReplies;
  }

  /// Closes both sides.
  public void close() {
    // Whether anybody is there to hear it does not matter.
    var _ = client.close();
    var _ = server.close();
  }
}
