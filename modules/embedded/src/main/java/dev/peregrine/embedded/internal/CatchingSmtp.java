package dev.peregrine.embedded.internal;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.util.ServerSetup;
import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/// GreenMail's SMTP server without its user accounts and folders, which know no bound: what it
/// takes goes to a [MailSink] instead, before the sender is told that it was taken.
public final class CatchingSmtp extends SmtpServer {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int BACKLOG = 50;
  private static final long STOP_LIMIT_MS = 5_000;

  private final ServerSocket bound;

  private CatchingSmtp(ServerSocket bound, MailSink sink) {
    super(new ServerSetup(bound.getLocalPort(), LOOPBACK, "smtp"), new Sinks(sink));
    this.bound = bound;
    setDaemon(true);
  }

  /// Starts a server; its port is bound when this returns.
  ///
  /// @param port 0 for a free one
  /// @param sink decides about recipients and takes messages
  /// @throws EmbeddedServerException if the port is taken
  public static CatchingSmtp serve(int port, MailSink sink) {
    try {
      var bound = new ServerSocket(port, BACKLOG, InetAddress.ofLiteral(LOOPBACK));
      var server = new CatchingSmtp(bound, sink);
      server.startService();
      return server;
    } catch (IOException thrown) {
      throw new EmbeddedServerException(
          "the mailbox could not listen on port "
              + port
              + " of "
              + LOOPBACK
              + ": free it, or choose another",
          thrown);
    }
  }

  /// Returns the port that it listens on.
  public int port() {
    return bound.getLocalPort();
  }

  /// Closes the port and every connection.
  public void end() {
    stopService(STOP_LIMIT_MS);
  }

  @Override
  protected ServerSocket openServerSocket() {
    return bound;
  }

  /// It writes a reply and its line end apart; the second would wait for the other side's delayed
  /// acknowledgement, 40 ms a command.
  @Override
  protected void handleClientSocket(Socket client) throws SocketException {
    client.setTcpNoDelay(true);
    super.handleClientSocket(client);
  }

  private static final class Sinks extends Managers {

    private final SmtpManager smtp;

    Sinks(MailSink sink) {
      this.smtp = new SinkDelivery(this, sink);
    }

    @Override
    public SmtpManager getSmtpManager() {
      return smtp;
    }
  }

  private static final class SinkDelivery extends SmtpManager {

    private final MailSink sink;

    SinkDelivery(Managers managers, MailSink sink) {
      super(managers.getImapHostManager(), managers.getUserManager());
      this.sink = sink;
    }

    @Override
    public @Nullable String checkRecipient(SmtpState state, MailAddress recipient) {
      return sink.refusal(recipient.getEmail()).orElse(null);
    }

    @Override
    public synchronized void send(SmtpState state) {
      sink.take(state.getMessage());
    }
  }
}
