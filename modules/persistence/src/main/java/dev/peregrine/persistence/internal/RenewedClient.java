package dev.peregrine.persistence.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The client of a pool, replaced by a new one before its connections grow old.
///
/// The client itself ends a connection only while nothing is on it, and one that is pipelined and
/// busy may never be so. Here a new client opens its first connection, takes what comes from then
/// on, and the old one is closed when what it had is back. Safe on any thread.
final class RenewedClient {

  private static final Logger LOG = LoggerFactory.getLogger(RenewedClient.class);
  private static final long READY_WITHIN_MS = 5_000;

  private final Vertx vertx;
  private final Supplier<SqlClient> opener;
  private final long lifetimeMs;
  private final AtomicLong renewals = new AtomicLong();
  private final AtomicReference<Lease> current;
  private volatile long timer = -1;
  private volatile boolean closed;

  /// One client and who uses it; the pool itself is one of them until it has another.
  static final class Lease {
    private final SqlClient client;
    private final AtomicInteger users = new AtomicInteger(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean used;

    Lease(SqlClient client) {
      this.client = client;
    }

    SqlClient client() {
      return client;
    }

    private boolean enter() {
      used = true;
      return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /// Ends one use; the last one closes what is not the current client any more.
    void back() {
      if (users.decrementAndGet() == 0) {
        end();
      }
    }

    /// Closes it, whoever uses it.
    void end() {
      if (ended.compareAndSet(false, true)) {
        var _ = client.close().onFailure(thrown -> LOG.debug("an old client", thrown));
      }
    }

    boolean isEnded() {
      return ended.get();
    }
  }

  /// @param opener makes a client; its connections are made when they are needed
  /// @param lifetime how old connections may get, give or take a tenth; zero: as old as they will
  RenewedClient(Vertx vertx, Supplier<SqlClient> opener, Duration lifetime) {
    this.vertx = vertx;
    this.opener = opener;
    this.lifetimeMs = lifetime.toMillis();
    this.current = new AtomicReference<>(new Lease(opener.get()));
    renewLater();
  }

  /// Returns the client, which stays open until it is given back.
  Lease take() {
    while (true) {
      var lease = current.get();
      if (lease.enter()) {
        return lease;
      }
    }
  }

  /// Replaces the client at once and closes the old one: its server does not answer. What it has
  /// may stay with it, since a connection ends when both sides have said so.
  ///
  /// @return the new one
  Lease abandon() {
    var fresh = new Lease(opener.get());
    var left = current.getAndSet(fresh);
    left.end();
    left.back();
    return fresh;
  }

  /// Returns how often a new client took the place of an old one that had come of age.
  long renewals() {
    return renewals.get();
  }

  Future<Void> close() {
    closed = true;
    var _ = vertx.cancelTimer(timer);
    return current.get().client.close();
  }

  private void renewLater() {
    if (lifetimeMs > 0 && !closed) {
      var tenth = Math.max(1, lifetimeMs / 10);
      var jittered = lifetimeMs + ThreadLocalRandom.current().nextLong(-tenth, tenth + 1);
      timer = vertx.setTimer(Math.max(1, jittered), fired -> renew());
    }
  }

  private void renew() {
    var old = current.get();
    if (closed || !old.used) {
      renewLater();
      return;
    }
    var fresh = new Lease(opener.get());
    var _ =
        fresh
            .client
            .query("select 1")
            .execute()
            .timeout(READY_WITHIN_MS, TimeUnit.MILLISECONDS)
            .onComplete(
                ready -> {
                  if (closed || !current.compareAndSet(old, fresh)) {
                    fresh.end();
                  } else {
                    renewals.incrementAndGet();
                    old.back();
                  }
                },
                thrown -> {
                  LOG.debug("no new connection; the old ones stay for now", thrown);
                  fresh.end();
                })
            .onComplete(done -> renewLater());
  }
}
