package dev.peregrine.testkit;

import static dev.peregrine.testkit.Awaiting.await;

import dev.peregrine.testkit.internal.Faults;
import dev.peregrine.testkit.internal.ProxiedConnection;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A network between clients and one server, on 127.0.0.1, that fails as it is told: cut, slow,
/// deaf one way, out of order between connections, or with garbage in it.
///
/// A fault holds for the connections that are open and those to come, until [#heal]. Each call
/// blocks until the fault holds; safe on any thread but an event loop.
public final class FaultProxy implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final Faults faults = new Faults();
  private final Set<ProxiedConnection> open = new HashSet<>();
  private final NetClient client = vertx.createNetClient();
  private final NetServer server;
  private URI target;

  private FaultProxy(URI target) {
    this.target = target;
    this.server =
        vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
            .connectHandler(this::accept);
  }

  /// Starts a proxy on a free port, without faults.
  ///
  /// @param server where the server is, as its clients are told
  public static FaultProxy to(URI server) {
    var proxy = new FaultProxy(server);
    await(proxy.server.listen());
    return proxy;
  }

  /// Returns a server's URI as it is reached through this proxy.
  ///
  /// @param server user, database and options are kept
  public URI through(URI server) {
    var text = server.toString();
    var from = text.indexOf(server.getHost(), text.lastIndexOf('@', text.length()) + 1);
    var end = from + (server.getHost() + ":" + server.getPort()).length();
    return URI.create(text.substring(0, from) + "127.0.0.1:" + port() + text.substring(end));
  }

  /// Returns the port.
  public int port() {
    return server.actualPort();
  }

  /// Closes all connections, in the middle of whatever they carry.
  public void cut() {
    run(() -> List.copyOf(open).forEach(ProxiedConnection::close));
  }

  /// Closes new connections as soon as they are open; those that are open stay.
  public void refuse() {
    run(faults::refuse);
  }

  /// Lets everything come later, both ways, in order.
  ///
  /// @param by how much
  public void delay(Duration by) {
    run(() -> faults.delay(by));
  }

  /// Lets nothing come to the server any more, not even the end of a connection.
  public void swallowRequests() {
    run(faults::swallowRequests);
  }

  /// Lets nothing come to the clients any more, not even the end of a connection; what they ask for
  /// is done.
  public void swallowReplies() {
    run(faults::swallowReplies);
  }

  /// Ends the next connection that carries a reply within that reply.
  ///
  /// @param bytes how much of it comes
  public void cutAfter(int bytes) {
    run(() -> faults.cutAfter(bytes));
  }

  /// Puts random bytes before the next replies, of which the first is none that a reply begins
  /// with.
  ///
  /// @param replies how many
  public void garble(int replies) {
    run(() -> faults.garble(replies));
  }

  /// Holds each connection, both ways, whose client says a word from now on, before it is heard;
  /// the others go on. [#heal] lets them go on too, with all that they said.
  ///
  /// @param word in the request's bytes, in small or capital letters
  public void hold(String word) {
    run(() -> faults.hold(word));
  }

  /// Leads new connections to another server; those that are open stay until they are [#cut].
  ///
  /// @param other where it is
  public void target(URI other) {
    run(() -> target = other);
  }

  /// Ends all faults. Connections that miss something are closed.
  public void heal() {
    run(() -> {
      faults.heal();
      List.copyOf(open)
          .forEach(connection -> {
            if (connection.isBroken()) {
              connection.close();
            } else {
              connection.hold(false);
            }
          });
    });
  }

  /// Returns how many bytes were swallowed so far.
  public long swallowed() {
    return faults.swallowed();
  }

  /// Closes the port and every connection.
  @Override
  public void close() {
    await(vertx.close());
  }

  private void run(Runnable fault) {
    var done = Promise.<Void>promise();
    context.runOnContext(now -> {
      fault.run();
      done.complete();
    });
    await(done.future());
  }

  private void accept(NetSocket asking) {
    if (faults.refuses()) {
      var _ = asking.close();
      return;
    }
    asking.pause();
    var _ =
        client
            .connect(target.getPort(), target.getHost())
            .onComplete(
                answering -> {
                  var connection = new ProxiedConnection(vertx, asking, answering.pause(), faults);
                  open.add(connection);
                  connection.start(() -> open.remove(connection));
                },
                unreachable -> asking.close());
  }
}
