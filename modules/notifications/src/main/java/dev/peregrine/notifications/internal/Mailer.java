package dev.peregrine.notifications.internal;

import dev.peregrine.notifications.NotificationsConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one mail at a time, over a connection of its own that it keeps, and always comes to an
/// end.
///
/// Called, and answering, on the context that it was made on. The mail client works on an event
/// loop of its own choice by the mailer: called from a worker, it hears a quick server's greeting
/// before it listens, and waits for it for ever.
final class Mailer {

  private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);

  private static final int KEEP_ALIVE_SECONDS = 10;

  private final VertxInternal vertx;
  private final ContextInternal caller;
  private final ContextInternal loop;
  private final NotificationsConfig config;

  /// Confined to the loop, as is the next.
  private @Nullable Line line;

  private @Nullable Promise<Verdict> pending;

  /// A client and its connections.
  private record Line(MailClient client, Wire wire) {}

  Mailer(Vertx vertx, NotificationsConfig config) {
    this.vertx = (VertxInternal) vertx;
    this.caller = this.vertx.getOrCreateContext();
    this.loop = this.vertx.createEventLoopContext();
    this.config = config;
  }

  /// Sends a mail.
  ///
  /// @param mail what to send
  /// @return how it ended; never fails
  Future<Verdict> send(MailMessage mail) {
    Promise<Verdict> end = caller.promise();
    loop.runOnContext(now -> talk(mail, end));
    return end.future();
  }

  /// Hangs up.
  ///
  /// @return done when the connections are closed
  Future<Void> close() {
    Promise<Void> closed = caller.promise();
    loop.runOnContext(now -> hangUp().onComplete(closed));
    return closed.future();
  }

  private void talk(MailMessage mail, Promise<Verdict> end) {
    var used = line == null ? open() : line;
    line = used;
    pending = end;
    used.wire().nextMail();
    var timer = vertx.setTimer(config.sendTimeout().toMillis(), fired -> breakOff(used.wire()));
    var _ =
        used.client()
            .sendMail(mail)
            .onComplete(
                taken -> end.tryComplete(new Verdict.Delivered()),
                thrown -> end.tryComplete(Verdicts.of(thrown, used.wire().phase())));
    var _ = end.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /// Ends the current mail, and its connection with it, unless that has happened.
  private void breakOff(Wire broken) {
    if (line == null || line.wire() != broken || pending == null) {
      return;
    }
    var reason = broken.isLost() ? "the connection broke after the final dot" : "no end in time";
    pending.tryComplete(Verdicts.of(new IOException(reason), broken.phase()));
    var _ = hangUp().onFailure(thrown -> LOG.warn("a connection could not be cut", thrown));
  }

  private Future<Void> hangUp() {
    var open = line;
    line = null;
    if (open == null) {
      return Future.succeededFuture();
    }
    var cut = open.wire().cut();
    // The client's own way to close waits for conversations; they are cut, so it may never end.
    var _ =
        open.client()
            .close()
            .onFailure(thrown -> LOG.debug("a mail client did not close cleanly", thrown));
    return cut;
  }

  private Line open() {
    var wire = new Wire(vertx, lost -> loop.runOnContext(now -> breakOff(lost)));
    return new Line(MailClient.create(wire, clientConfig()), wire);
  }

  private MailConfig clientConfig() {
    var client =
        new MailConfig()
            .setHostname(config.host().orElseThrow())
            .setPort(config.port())
            .setOwnHostname(config.domain())
            .setStarttls(StartTLSOptions.valueOf(config.encryption().name()))
            .setLogin(config.user().isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED)
            // One to talk, and one that was told to go and has not gone yet.
            .setMaxPoolSize(2)
            // The client takes a reply of two lines for two replies when it pipelines.
            .setPipelining(false);
    client.setConnectTimeout((int) config.connectTimeout().toMillis());
    // Hung up by us, before a server does: the client takes its farewell for a reply out of turn.
    client.setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
    client.setKeepAliveTimeoutUnit(TimeUnit.SECONDS);
    // Also bounds a farewell that the server does not answer.
    client.setIdleTimeout((int) config.sendTimeout().toMillis() * 4);
    client.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    config.user().ifPresent(client::setUsername);
    config.password().ifPresent(client::setPassword);
    return client;
  }
}
