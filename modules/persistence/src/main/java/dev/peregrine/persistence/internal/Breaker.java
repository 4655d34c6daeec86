package dev.peregrine.persistence.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leaves a server alone after it was lost several times in a row or fell silent, until it answers
/// a probe; whoever comes meanwhile is refused at once.
///
/// Losses count one after the other, each of a statement that began after the one before was lost:
/// one connection that breaks with all that it carried is one loss. The probe is a connection of
/// its own, so no request is risked to find out. Safe on any thread.
final class Breaker {

  /// Losses in a row after which the server is left alone.
  static final int LOSSES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
  private static final long PROBE_EVERY_MS = 200;
  private static final int CONNECT_MS = 1_000;
  private static final int SILENCE_SECONDS = 2;

  private final Vertx vertx;
  private final ServerAddress server;
  private final AtomicBoolean open = new AtomicBoolean();
  private final AtomicInteger losses = new AtomicInteger();
  private final AtomicLong lastLoss = new AtomicLong(System.nanoTime());
  private volatile boolean closed;

  Breaker(Vertx vertx, ServerAddress server) {
    this.vertx = vertx;
    this.server = server;
  }

  boolean isOpen() {
    return open.get();
  }

  /// Why a statement is not even tried.
  BusFailure refusal(String statement) {
    return new BusFailure(
        FailureKind.UNAVAILABLE, statement, "the server does not answer, and is left alone");
  }

  /// A statement was answered, well or badly.
  void answered() {
    if (losses.get() > 0) {
      losses.set(0);
    }
  }

  /// A statement lost its connection, or found none.
  ///
  /// @param begunNanos when it was admitted
  void lost(long begunNanos) {
    long last;
    do {
      last = lastLoss.get();
      if (begunNanos - last < 0) {
        return;
      }
      // Or several that are lost together on different threads would all count.
    } while (!lastLoss.compareAndSet(last, System.nanoTime()));
    if (losses.incrementAndGet() >= LOSSES) {
      open("cannot be reached");
    }
  }

  /// Leaves the server alone now.
  ///
  /// @param why for the log
  void open(String why) {
    if (closed || !open.compareAndSet(false, true)) {
      return;
    }
    LOG.warn("Postgres at {} {}: left alone until it answers", server, why);
    probe(client());
  }

  void close() {
    closed = true;
  }

  private void probe(Pool client) {
    var _ =
        client
            .query("select 1")
            .execute()
            .timeout(CONNECT_MS, TimeUnit.MILLISECONDS)
            .onComplete(
                there -> answers(client),
                thrown -> {
                  LOG.debug("Postgres at {} does not answer", server, thrown);
                  if (closed) {
                    end(client);
                  } else if (thrown instanceof PgException && !isLoss(thrown)) {
                    answers(client);
                  } else {
                    var _ = vertx.setTimer(PROBE_EVERY_MS, fired -> probe(client));
                  }
                });
  }

  private void answers(Pool client) {
    losses.set(0);
    open.set(false);
    LOG.info("Postgres at {} answers again", server);
    end(client);
  }

  /// Tells a connection that broke, or that could not be had, from what a server answers.
  static boolean isLoss(Throwable thrown) {
    if (thrown instanceof PgException answer) {
      var state = String.valueOf(answer.getSqlState());
      return state.startsWith("57P") || state.startsWith("08");
    }
    var text = String.valueOf(thrown.getMessage());
    return thrown instanceof IOException
        || thrown instanceof ClosedConnectionException
        || text.contains("onnection")
        || text.contains("SSL handshake failed");
  }

  private static void end(Pool client) {
    var _ = client.close().onFailure(thrown -> LOG.debug("the probe's connection", thrown));
  }

  private Pool client() {
    var options = server.options();
    options.addProperty("application_name", "peregrine-probe");
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(1)
                .setMaxWaitQueueSize(1)
                .setConnectionTimeout(CONNECT_MS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
        .with(new NetClientOptions().setConnectTimeout(CONNECT_MS).setIdleTimeout(SILENCE_SECONDS))
        .connectingTo(options)
        .using(vertx)
        .build();
  }
}
