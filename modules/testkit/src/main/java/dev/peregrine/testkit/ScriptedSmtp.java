package dev.peregrine.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// An SMTP server on 127.0.0.1 that misbehaves as it is told, for the faults that a
/// [dev.peregrine.embedded.Mailbox] cannot play: errors after the data, connections that are cut.
///
/// [#next] says how the coming messages end, one step for each; without a step a message is taken.
/// Safe on any thread.
public final class ScriptedSmtp implements AutoCloseable {

  /// How a message ends.
  ///
  /// @param where at which point
  /// @param reply what the sender hears there; nobody hears it where the connection is cut
  public record Step(Where where, String reply) {

    /// Refuses the recipient.
    public static Step refuseRecipient(String reply) {
      return new Step(Where.RECIPIENT, reply);
    }

    /// Refuses the message after its final dot.
    public static Step refuseMessage(String reply) {
      return new Step(Where.MESSAGE, reply);
    }

    /// Takes the message, then cuts the connection in place of the answer: the sender cannot know.
    public static Step takeAndCut() {
      return new Step(Where.CUT, "");
    }
  }

  /// The point of a conversation where a [Step] happens.
  public enum Where {
    /// At the first RCPT.
    RECIPIENT,
    /// After the final dot.
    MESSAGE,
    /// After the final dot, in silence.
    CUT
  }

  private static final Step TAKE = new Step(Where.MESSAGE, "250 2.0.0 taken");
  private static final int MOST_STEPS = 10_000;
  private static final int SILENCE_MS = 30_000;

  private final LinkedBlockingQueue<Step> steps = new LinkedBlockingQueue<>(MOST_STEPS);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerSocket server;

  private ScriptedSmtp(ServerSocket server) {
    this.server = server;
  }

  /// Starts a server on a free port.
  public static ScriptedSmtp start() {
    try {
      var smtp = new ScriptedSmtp(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
      smtp.threads.execute(smtp::accept);
      return smtp;
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  /// Returns the port.
  public int port() {
    return server.getLocalPort();
  }

  /// Says how the next message ends that has no step yet.
  ///
  /// @param step which
  public void next(Step step) {
    steps.add(step);
  }

  /// Returns how many messages were begun.
  public int tried() {
    return tried.get();
  }

  /// Returns how many messages were taken, with those whose sender was not told.
  public int taken() {
    return taken.get();
  }

  /// Closes the port and every connection.
  @Override
  public void close() {
    try {
      server.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
    threads.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException thrown) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(thrown);
        }
      }
    }
  }

  private void serve(Socket socket) {
    open.add(socket);
    try (socket) {
      socket.setSoTimeout(SILENCE_MS);
      socket.setTcpNoDelay(true);
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
      new Conversation(socket, new BufferedReader(in)).hold();
    } catch (IOException thrown) {
      // The other side left, or the test is over: the counts tell what a test wants to know.
      System.getLogger(ScriptedSmtp.class.getName())
          .log(System.Logger.Level.DEBUG, "conversation over", thrown);
    } finally {
      open.remove(socket);
    }
  }

  /// Confined to its thread.
  private final class Conversation {

    private final Socket socket;
    private final BufferedReader in;
    private Step step = TAKE;

    Conversation(Socket socket, BufferedReader in) {
      this.socket = socket;
      this.in = in;
    }

    void hold() throws IOException {
      say("220 scripted");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var verb = line.length() < 4 ? line : line.substring(0, 4);
        switch (verb.toUpperCase(Locale.ROOT)) {
          case "EHLO", "HELO" -> say("250 scripted");
          case "MAIL" -> begin();
          case "RCPT" -> say(step.where == Where.RECIPIENT ? step.reply : "250 2.1.5 known");
          case "DATA" -> take();
          case "RSET", "NOOP" -> say("250 2.0.0 well");
          case "QUIT" -> {
            say("221 2.0.0 bye");
            return;
          }
          default -> say("500 5.5.2 unknown");
        }
      }
    }

    private void begin() throws IOException {
      tried.incrementAndGet();
      var next = steps.poll();
      step = next == null ? TAKE : next;
      say("250 2.1.0 go on");
    }

    private void take() throws IOException {
      say("354 until a dot");
      for (var line = in.readLine(); !".".equals(line); line = in.readLine()) {
        if (line == null) {
          return;
        }
      }
      var reply = step.where == Where.MESSAGE ? step.reply : TAKE.reply;
      if (reply.startsWith("2")) {
        taken.incrementAndGet();
      }
      if (step.where == Where.CUT) {
        socket.close();
      } else {
        say(reply);
      }
    }

    private void say(String reply) throws IOException {
      socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
