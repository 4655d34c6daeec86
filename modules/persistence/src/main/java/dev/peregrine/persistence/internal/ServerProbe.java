package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.ReplicationConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks one server how far it is, on a connection that carries nothing else. Confined to one
/// context.
///
/// At most one question is under way. A connection on which nothing comes back is closed after two
/// seconds, so a server that hangs holds one socket, however long it hangs.
final class ServerProbe {

  private static final Logger LOG = LoggerFactory.getLogger(ServerProbe.class);
  private static final int SILENCE_SECONDS = 2;
  private static final int CONNECT_MS = 1_000;

  private final Pool pool;
  private final long answerWithinMs;
  private final Runnable lost;
  private @Nullable SqlConnection connection;
  private boolean busy;

  /// @param lost called when a connection ended: its server may have, too
  ServerProbe(Vertx vertx, URI server, ReplicationConfig config, Runnable lost) {
    this.answerWithinMs = config.answerWithin().toMillis();
    this.lost = lost;
    var options = ServerAddress.of("primary", server).options().setCachePreparedStatements(true);
    options.addProperty("application_name", "peregrine-watch");
    options.addProperty("statement_timeout", Long.toString(answerWithinMs));
    // Longer than the pause between two questions, which may be ten seconds.
    var silence = SILENCE_SECONDS + (int) config.checkEvery().toSeconds();
    this.pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(1)
                    .setMaxWaitQueueSize(1)
                    .setConnectionTimeout(CONNECT_MS)
                    .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
            .with(new NetClientOptions().setIdleTimeout(silence).setConnectTimeout(CONNECT_MS))
            .connectingTo(options)
            .using(vertx)
            .build();
  }

  /// Tells whether a question has not come to its end, be it that its asker waits no longer.
  boolean busy() {
    return busy;
  }

  Future<ServerPosition> ask() {
    busy = true;
    var answer =
        connected()
            .compose(open -> open.preparedQuery(ServerPosition.TEXT).execute())
            .map(rows -> ServerPosition.of(rows.iterator().next()));
    return answer.onComplete(done -> busy = false).timeout(answerWithinMs, TimeUnit.MILLISECONDS);
  }

  private Future<SqlConnection> connected() {
    var open = connection;
    if (open != null) {
      return Future.succeededFuture(open);
    }
    return pool.getConnection()
        .onSuccess(made -> {
          connection = made;
          made.closeHandler(closed -> closed());
          made.exceptionHandler(thrown -> LOG.debug("a watched server's connection", thrown));
        });
  }

  /// There is one at a time, so it is this one.
  private void closed() {
    connection = null;
    lost.run();
  }

  Future<Void> close() {
    return pool.close();
  }
}
