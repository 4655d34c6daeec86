package dev.peregrine.notifications;

import static dev.peregrine.testkit.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An SMTP server on 127.0.0.1 that gives to any command what a test tells it (the testkit has a
/// simpler one), and keeps every mail that it got to the final dot of.
final class HostileSmtp implements AutoCloseable {

  /// As a reply: hang up instead.
  static final String CUT = "cut";

  /// As a reply: say nothing.
  static final String STALL = "stall";

  private static final Map<String, String> USUAL =
      Map.of(
          "CONNECT", "220 ready",
          "EHLO", "250 here",
          "MAIL", "250 ok",
          "RCPT", "250 ok",
          "DATA", "354 go on",
          ".", "250 taken",
          "RSET", "250 ok",
          "QUIT", "221 bye");

  private final Map<String, List<String>> scripted = new ConcurrentHashMap<>();
  private final List<List<String>> mails = new CopyOnWriteArrayList<>();
  private final List<NetSocket> stalled = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final Vertx vertx = Vertx.vertx();
  private final NetServer server = vertx.createNetServer().connectHandler(this::talk);

  HostileSmtp() {
    await(server.listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  /// Says what the next times are answered to a command; afterwards it is the usual again.
  void answer(String command, String... replies) {
    scripted.put(command, new CopyOnWriteArrayList<>(replies));
  }

  /// Answers those who wait in a stall.
  void release(String reply) {
    for (var socket : stalled) {
      var _ = socket.write(reply + "\r\n");
    }
    stalled.clear();
  }

  /// The mails that came to their final dot, each as its lines.
  List<List<String>> mails() {
    return mails;
  }

  List<String> messageIds() {
    return mails.stream().map(HostileSmtp::messageId).toList();
  }

  int connections() {
    return connections.get();
  }

  int openConnections() {
    return open.get();
  }

  int stalledConnections() {
    return stalled.size();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static String messageId(List<String> mail) {
    return mail.stream()
        .filter(line -> line.startsWith("Message-ID: "))
        .map(line -> line.substring("Message-ID: ".length()))
        .findFirst()
        .orElse("none");
  }

  private void talk(NetSocket socket) {
    connections.incrementAndGet();
    open.incrementAndGet();
    socket.closeHandler(gone -> open.decrementAndGet());
    // A client that hangs up is what some tests want.
    socket.exceptionHandler(gone -> {});
    var mail = new CopyOnWriteArrayList<String>();
    var inMail = new boolean[1];
    socket.handler(
        RecordParser.newDelimited(
            "\r\n",
            heard -> {
              var line = heard.toString();
              if (inMail[0] && !line.equals(".")) {
                mail.add(line);
                return;
              }
              if (inMail[0]) {
                mails.add(List.copyOf(mail));
                mail.clear();
              }
              var reply = reply(line.split("[ :]", 2)[0]);
              inMail[0] = reply.startsWith("354");
              say(socket, reply);
            }));
    say(socket, reply("CONNECT"));
  }

  private void say(NetSocket socket, String reply) {
    if (reply.equals(STALL)) {
      stalled.add(socket);
    } else if (reply.equals(CUT)) {
      var _ = socket.close();
    } else {
      var _ = socket.write(reply + "\r\n");
      if (reply.startsWith("221") || reply.startsWith("421")) {
        var _ = socket.close();
      }
    }
  }

  private String reply(String command) {
    var next = scripted.get(command);
    if (next != null && !next.isEmpty()) {
      return next.removeFirst();
    }
    return USUAL.getOrDefault(command, "500 what?");
  }
}
