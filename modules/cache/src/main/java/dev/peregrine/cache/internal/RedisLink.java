package dev.peregrine.cache.internal;

import dev.peregrine.cache.RedisConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to Redis that is made anew after it failed. Confined to the deploying context.
///
/// The client has no time-out for a command and a hung socket never heals, so every exchange has a
/// bound, and the connection of one that passes it is thrown away with all that waits on it.
public final class RedisLink {

  private static final int MAX_WAITING = 2_048;
  private static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final String READ_ONLY = "READONLY";
  private static final String CLOSED = "CONNECTION_CLOSED";

  private final Vertx vertx;
  private final RedisOptions options;
  private final Duration timeout;
  private @Nullable Redis client;
  private @Nullable Future<RedisConnection> connection;

  /// Makes a link; it connects when it is first used.
  ///
  /// @param vertx whose event loop carries it
  /// @param redis where Redis is
  /// @param config how long to wait
  /// @param name for metrics
  public RedisLink(Vertx vertx, URI redis, RedisConfig config, String name) {
    this.vertx = vertx;
    this.timeout = config.timeout();
    var net = new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS);
    this.options =
        new RedisOptions()
            .setConnectionString(redis.toString())
            .setNetClientOptions(net)
            .setMaxPoolSize(1)
            .setMaxPoolWaiting(MAX_WAITING)
            .setMaxWaitingHandlers(MAX_WAITING)
            .setPoolName(name);
  }

  /// Returns the configured time-out of one exchange.
  Duration timeout() {
    return timeout;
  }

  /// Sends requests together and waits for their replies, within the configured time-out.
  ///
  /// @param requests in order
  /// @return the replies, in order
  Future<Replies> exchange(List<Request> requests) {
    return exchange(requests, timeout);
  }

  /// Sends requests together and waits for their replies.
  ///
  /// @param requests in order
  /// @param patience longest wait
  /// @return the replies, in order
  Future<Replies> exchange(List<Request> requests, Duration patience) {
    var current = connected();
    return current
        .compose(open -> open.batch(requests))
        .map(Replies::new)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(thrown -> {
          // Who asks while the connection is being made need not wait for it; it is still made.
          if (current.isComplete() && !isAnswered(thrown)) {
            discard(current);
          }
        });
  }

  /// Closes the connection.
  ///
  /// @return done when it is closed
  public Future<Void> close() {
    var closing = client;
    client = null;
    connection = null;
    return closing == null ? Future.succeededFuture() : closing.close();
  }

  private Future<RedisConnection> connected() {
    if (connection == null) {
      var fresh = Redis.createClient(vertx, options);
      client = fresh;
      var connecting = fresh.connect().timeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      connection = connecting;
      var _ = connecting.onFailure(thrown -> discard(connecting));
    }
    return connection;
  }

  private void discard(Future<RedisConnection> failed) {
    if (Objects.equals(failed, connection)) {
      var _ = close();
    }
  }

  /// Tells whether a failure is an error reply, over a connection that works: not of a server that
  /// is no primary any more, nor one that the client makes up when the connection ends.
  private static boolean isAnswered(Throwable thrown) {
    var text = String.valueOf(thrown.getMessage());
    return thrown instanceof Response && !text.contains(READ_ONLY) && !text.contains(CLOSED);
  }
}
