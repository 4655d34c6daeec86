package dev.peregrine.notifications.internal;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connections of one mail client, watched and cuttable.
///
/// The client itself says neither how far a conversation got, which decides whether a mail may have
/// been delivered, nor can it be told to hang up. And when a connection breaks after the final dot,
/// it reads a reply that is not there; so that news goes to [#Wire] alone. One mail at a time.
final class Wire extends VertxWrapper {

  private final Consumer<Wire> lostAfterDot;
  private volatile boolean lost;
  private volatile @Nullable Conversation latest;
  private @Nullable NetClient connections;

  /// Makes the wire.
  ///
  /// @param vertx who connects
  /// @param lostAfterDot told once, on any thread, when a connection broke between a mail and the
  ///   answer
  Wire(Vertx vertx, Consumer<Wire> lostAfterDot) {
    super((VertxInternal) vertx);
    this.lostAfterDot = lostAfterDot;
  }

  @Override
  public NetClient createNetClient(NetClientOptions options) {
    var made = super.createNetClient(options);
    connections = made;
    return proxy(
        NetClient.class,
        (self, method, arguments) -> {
          var result = call(made, method, arguments);
          return result instanceof Future<?> connecting && method.getName().equals("connect")
              ? connecting.map(socket -> watched((NetSocket) socket))
              : result;
        });
  }

  /// Forgets the last mail.
  void nextMail() {
    latest = null;
  }

  /// Returns how far the conversation about the current mail got. Safe on any thread.
  Phase phase() {
    var current = latest;
    return current == null ? Phase.GREETING : current.phase;
  }

  /// Tells whether a connection broke between a mail and the answer. Safe on any thread.
  boolean isLost() {
    return lost;
  }

  /// Closes every connection at once.
  ///
  /// @return done when they are closed
  Future<Void> cut() {
    return connections == null ? Future.succeededFuture() : connections.close();
  }

  private NetSocket watched(NetSocket socket) {
    var conversation = new Conversation(socket);
    latest = conversation;
    return proxy(NetSocket.class, conversation);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  /// One connection. Confined to its event loop, but for the phase.
  private final class Conversation implements InvocationHandler {

    private final NetSocket socket;
    private volatile Phase phase = Phase.GREETING;

    Conversation(NetSocket socket) {
      this.socket = socket;
    }

    @Override
    public @Nullable Object invoke(
        Object self, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      if (arguments != null && arguments.length == 1) {
        var argument = arguments[0];
        if (method.getName().equals("write") && argument instanceof String said) {
          return say(said);
        }
        if (argument instanceof Handler<?> handler) {
          arguments[0] = listening(method.getName(), handler);
        }
      }
      return call(socket, method, arguments);
    }

    private Future<Void> say(String said) {
      if (!said.startsWith("QUIT")) {
        phase = phase.after(said);
        latest = this;
      }
      var written = socket.write(said);
      return phase == Phase.DOT ? written.onFailure(thrown -> lose()).otherwiseEmpty() : written;
    }

    @SuppressWarnings("unchecked") // The method's name tells what its handler is given.
    private Handler<?> listening(String method, Handler<?> handler) {
      return switch (method) {
        case "handler" ->
            (Buffer heard) -> {
              phase = phase == Phase.DOT ? Phase.ANSWERED : phase;
              ((Handler<Buffer>) handler).handle(heard);
            };
        case "closeHandler", "exceptionHandler" ->
            news -> {
              if (phase == Phase.DOT) {
                lose();
              } else {
                ((Handler<Object>) handler).handle(news);
              }
            };
        default -> handler;
      };
    }

    private void lose() {
      if (!lost) {
        lost = true;
        lostAfterDot.accept(Wire.this);
      }
    }
  }
}
