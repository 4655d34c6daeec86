package dev.peregrine.persistence.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import java.net.URI;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pool of one purpose on whichever server is the primary. Safe on any thread.
public final class PrimaryPool {

  private static final Logger LOG = LoggerFactory.getLogger(PrimaryPool.class);

  private final Function<URI, StatementPool> opener;
  private volatile StatementPool pool;

  /// Opens the first pool.
  ///
  /// @param server the primary at first
  /// @param opener makes the pool for a server
  public PrimaryPool(URI server, Function<URI, StatementPool> opener) {
    this.opener = opener;
    this.pool = opener.apply(server);
  }

  /// Returns the pool, for a primary that is never another one.
  public StatementPool now() {
    return pool;
  }

  /// Runs something on the primary. What the former one answers after another took over is not
  /// believed: it may never have happened.
  ///
  /// @param <T> what is answered
  /// @param statement whom failures name
  /// @param work what to run
  public <T> Future<T> run(Statement statement, Function<StatementPool, Future<T>> work) {
    var open = pool;
    return work.apply(open)
        .compose(result ->
            open == pool
                ? Future.succeededFuture(result)
                : Future.failedFuture(
                    new BusFailure(
                        FailureKind.UNAVAILABLE,
                        statement.name(),
                        "another server became the primary meanwhile")));
  }

  /// Sends everything to another server from now on; connections to the former one are closed.
  ///
  /// @param server the primary
  void moveTo(URI server) {
    var left = pool;
    pool = opener.apply(server);
    var _ = left.close().onFailure(thrown -> LOG.debug("a pool of the former primary", thrown));
  }

  Future<Void> close() {
    return pool.close();
  }
}
