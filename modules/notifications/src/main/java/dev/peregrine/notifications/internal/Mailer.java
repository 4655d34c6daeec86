package dev.peregrine.notifications.internal;

import dev.peregrine.notifications.NotificationsConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
/// Confined to the context that it was made on.
final class Mailer {

  private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);

  private final Vertx vertx;
  private final Context context;
  private final NotificationsConfig config;
  private @Nullable Line line;
  private @Nullable Promise<Verdict> pending;

  /// A client and its connections.
  private record Line(MailClient client, Wire wire) {}

  Mailer(Vertx vertx, NotificationsConfig config) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.config = config;
  }

  /// Sends a mail.
  ///
  /// @param mail what to send
  /// @return how it ended; never fails
  Future<Verdict> send(MailMessage mail) {
    var used = line == null ? open() : line;
    line = used;
    var end = Promise.<Verdict>promise();
    pending = end;
    used.wire().nextMail();
    var timer = vertx.setTimer(config.sendTimeout().toMillis(), fired -> breakOff(used.wire()));
    var _ =
        used.client()
            .sendMail(mail)
            .onComplete(
                taken -> end.tryComplete(new Verdict.Delivered()),
                thrown -> end.tryComplete(Verdicts.of(thrown, used.wire().phase())));
    return end.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /// Hangs up.
  ///
  /// @return done when the connections are closed
  Future<Void> close() {
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

  /// Ends the current mail, and its connection with it, unless that happened already.
  private void breakOff(Wire broken) {
    if (line == null || line.wire() != broken || pending == null) {
      return;
    }
    var reason = broken.isLost() ? "the connection broke after the final dot" : "no end in time";
    pending.tryComplete(Verdicts.of(new IOException(reason), broken.phase()));
    var _ = close().onFailure(thrown -> LOG.warn("a connection could not be cut", thrown));
  }

  private Line open() {
    var wire = new Wire(vertx, lost -> context.runOnContext(now -> breakOff(lost)));
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
    // Also bounds a farewell that the server does not answer.
    client.setIdleTimeout((int) config.sendTimeout().toMillis() * 4);
    client.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    config.user().ifPresent(client::setUsername);
    config.password().ifPresent(client::setPassword);
    return client;
  }
}
