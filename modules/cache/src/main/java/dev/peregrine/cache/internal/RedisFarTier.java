package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The entries, leases and invalidation log of one namespace in Redis. Confined to the context of
/// its link.
///
/// Everything of a namespace carries one hash tag, so that it stays in one slot of a Redis cluster
/// and changes there in one step.
public final class RedisFarTier {

  private static final int LEASE_MS = 3_000;
  private static final String LOG_LENGTH = "100000";

  /// Fills only while the lease is alive: an invalidation since the load began has deleted it.
  private static final String FILL =
      """
      if redis.call('GET', KEYS[2]) == ARGV[1] then
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        redis.call('DEL', KEYS[2])
        return 1
      end
      return 0
      """;

  private static final String RELEASE =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
      end
      return 0
      """;

  private final RedisLink link;
  private final String entries;
  private final String leases;
  private final String log;

  /// Makes the far tier of a namespace.
  ///
  /// @param link carries the commands
  /// @param namespace the first part of every key
  public RedisFarTier(RedisLink link, String namespace) {
    this.link = link;
    this.entries = "{" + namespace + "}:e:";
    this.leases = "{" + namespace + "}:l:";
    this.log = "{" + namespace + "}:x";
  }

  /// What Redis holds for a key.
  ///
  /// @param bytes as [EntryFormat] wrote them, if nobody else wrote there
  /// @param remainingMs how long it will still hold it
  record Held(Buffer bytes, long remainingMs) {}

  Future<Optional<Held>> get(String key) {
    var entry = entries + key;
    return link.exchange(
            List.of(Request.cmd(Command.GET).arg(entry), Request.cmd(Command.PTTL).arg(entry)))
        .map(replies ->
            Optional.ofNullable(replies.at(0))
                .map(bytes -> new Held(bytes.toBuffer(), replies.number(1))));
  }

  Future<Lease> lease(String key) {
    var token = UUID.randomUUID().toString();
    return link.exchange(
            List.of(
                Request.cmd(Command.SET)
                    .arg(leases + key)
                    .arg(token)
                    .arg("NX")
                    .arg("PX")
                    .arg(LEASE_MS),
                Request.cmd(Command.XREVRANGE).arg(log).arg("+").arg("-").arg("COUNT").arg(1)))
        .map(replies -> new Lease(replies.isNull(0) ? "" : token, end(replies.at(1))));
  }

  Future<Boolean> fill(String key, Lease lease, Buffer entry, long lifeMs) {
    var fill =
        Request.cmd(Command.EVAL)
            .arg(FILL)
            .arg(2)
            .arg(entries + key)
            .arg(leases + key)
            .arg(lease.token())
            .arg(entry)
            .arg(lifeMs);
    return link.exchange(List.of(fill)).map(replies -> replies.number(0) == 1);
  }

  /// Gives a lease back that will fill nothing, so that others need not wait for it.
  Future<Boolean> release(String key, Lease lease) {
    var release =
        Request.cmd(Command.EVAL).arg(RELEASE).arg(1).arg(leases + key).arg(lease.token());
    return link.exchange(List.of(release)).map(replies -> replies.number(0) == 1);
  }

  /// Deletes entries and leases and writes the invalidations to the log, in one step.
  ///
  /// @return the position of the last invalidation
  Future<Long> evict(List<String> keys) {
    var commands = new ArrayList<Request>();
    commands.add(Request.cmd(Command.MULTI));
    for (var key : keys) {
      commands.add(Request.cmd(Command.UNLINK).arg(entries + key).arg(leases + key));
      commands.add(append().arg("k").arg(key));
    }
    commands.add(Request.cmd(Command.EXEC));
    return link.exchange(commands)
        .map(replies -> {
          var results = replies.last();
          return LogPosition.parse(results.get(results.size() - 1).toString());
        });
  }

  /// Writes a record that invalidates nothing, so that the log has an end to follow from.
  Future<Long> hello(Duration patience) {
    return link.exchange(List.of(append().arg("h").arg("")), patience)
        .map(replies -> LogPosition.parse(replies.text(0)));
  }

  String log() {
    return log;
  }

  private Request append() {
    return Request.cmd(Command.XADD).arg(log).arg("MAXLEN").arg("~").arg(LOG_LENGTH).arg("*");
  }

  private static long end(@Nullable Response newest) {
    return newest == null || newest.size() == 0
        ? 0
        : LogPosition.parse(newest.get(0).get(0).toString());
  }
}
