package dev.peregrine.embedded;

import dev.peregrine.embedded.internal.CatchingSmtp;
import dev.peregrine.embedded.internal.KeptMail;
import dev.peregrine.embedded.internal.Ports;
import java.util.List;

/// An SMTP server in this JVM, on 127.0.0.1, that keeps the newest messages and delivers none.
///
/// It takes mail from anybody to anybody, without a login, over plain connections. Messages are in
/// memory only: as many as it was told to keep, the oldest dropped first. A sender is told that its
/// message was taken when it can be read here. Safe on any thread; starting and stopping block for
/// moments.
public final class Mailbox implements AutoCloseable {

  /// How many messages are kept where nothing else is said.
  public static final int KEEP = 1_000;

  private final KeptMail kept;
  private final int port;
  private CatchingSmtp server;

  private Mailbox(int port, int keep) {
    this.kept = new KeptMail(keep);
    this.server = CatchingSmtp.serve(port, kept);
    this.port = server.port();
  }

  /// Starts a mailbox.
  ///
  /// @param port of 127.0.0.1, 0 for a free one
  /// @param keep how many messages at most, at least 1
  /// @throws EmbeddedServerException if the port is taken
  public static Mailbox start(int port, int keep) {
    Ports.check("mail.port", port);
    if (keep < 1) {
      throw new IllegalArgumentException("mail.keep: " + keep + " (expected: at least 1)");
    }
    return new Mailbox(port, keep);
  }

  /// Returns the port, the same for the life of this object.
  public int port() {
    return port;
  }

  /// Returns the newest messages, newest first.
  ///
  /// @param limit how many at most
  public List<CaughtMail> newest(int limit) {
    return kept.newest(limit);
  }

  /// Returns how many messages came since the start or the last [#clear], dropped ones included.
  public long count() {
    return kept.count();
  }

  /// Forgets all messages and the count; ids go on.
  public void clear() {
    kept.clear();
  }

  /// Refuses a domain's recipients from now on, until [#acceptAll].
  ///
  /// @param domain as in reject.example, in any case
  /// @param reply what the sender hears, as in `550 5.1.1 no such user` or `451 4.3.0 try later`
  public void refuse(String domain, String reply) {
    if (!reply.matches("[45]\\d\\d .+")) {
      throw new IllegalArgumentException(
          "reply: " + reply + " (expected: as in 550 5.1.1 no such user)");
    }
    kept.refuse(domain, reply);
  }

  /// Refuses nobody any more.
  public void acceptAll() {
    kept.acceptAll();
  }

  /// Closes the port and every connection; the messages stay.
  public synchronized void stop() {
    server.end();
  }

  /// Opens the same port again; closes it first when it is open.
  public synchronized void restart() {
    server.end();
    server = CatchingSmtp.serve(port, kept);
  }

  /// Closes the port and every connection.
  @Override
  public synchronized void close() {
    server.end();
  }
}
