package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /// Writes a rule to the log, and to the table of rules that a node reads when it starts. When the
  /// table is full, one rule takes its place, which evicts everything up to here.
  private static final String RULE =
      """
      local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', ARGV[3], ARGV[4])
      if redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[2]) then
        redis.call('UNLINK', KEYS[2])
        redis.call('HSET', KEYS[2], 'f', id)
      end
      redis.call('HSET', KEYS[2], ARGV[3] .. ARGV[4], id)
      return id
      """;

  private static final String MAX_RULES = "10000";
  private static final String FLOOR = "f";

  private final RedisLink link;
  private final String entries;
  private final String leases;
  private final String log;
  private final String rules;

  /// Makes the far tier of a namespace.
  ///
  /// @param link carries the commands
  /// @param namespace the first part of every key
  public RedisFarTier(RedisLink link, String namespace) {
    this.link = link;
    this.entries = "{" + namespace + "}:e:";
    this.leases = "{" + namespace + "}:l:";
    this.log = "{" + namespace + "}:x";
    this.rules = "{" + namespace + "}:t";
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

  /// Writes evictions to the log and deletes the entries and leases of those that are of one key,
  /// in one step.
  ///
  /// @return their positions, in order
  Future<List<Long>> evict(List<Eviction> evictions) {
    var commands = new ArrayList<Request>();
    var positions = new ArrayList<Integer>();
    commands.add(Request.cmd(Command.MULTI));
    for (var eviction : evictions) {
      var record = eviction.record();
      if (eviction.isOfKey()) {
        commands.add(Request.cmd(Command.UNLINK).arg(entries + record).arg(leases + record));
        commands.add(append().arg(eviction.kind()).arg(record));
      } else {
        commands.add(rule(eviction));
      }
      positions.add(commands.size() - 2);
    }
    commands.add(Request.cmd(Command.EXEC));
    return link.exchange(commands)
        .map(replies -> {
          var results = replies.last();
          return positions.stream()
              .map(index -> LogPosition.parse(results.get(index).toString()))
              .toList();
        });
  }

  private Request rule(Eviction eviction) {
    return Request.cmd(Command.EVAL)
        .arg(RULE)
        .arg(2)
        .arg(log)
        .arg(rules)
        .arg(LOG_LENGTH)
        .arg(MAX_RULES)
        .arg(eviction.kind())
        .arg(eviction.record());
  }

  /// Where a node starts to follow the log.
  ///
  /// @param position the end of the log
  /// @param rules evictions by tag, pattern or region that were written before, with their
  ///   positions
  /// @param floor everything up to here was evicted
  record Start(long position, Map<Eviction, Long> rules, long floor) {}

  /// Writes a record that invalidates nothing, so that the log has an end to follow from.
  Future<Start> hello(Duration patience) {
    var requests = List.of(append().arg("h").arg(""), Request.cmd(Command.HGETALL).arg(rules));
    return link.exchange(requests, patience)
        .map(replies -> {
          var table = replies.map(1);
          var known = new HashMap<Eviction, Long>();
          table.forEach((name, id) ->
              Eviction.parse(name.substring(0, 1), name.substring(1))
                  .ifPresent(eviction -> known.put(eviction, LogPosition.parse(id))));
          var floor = table.get(FLOOR);
          return new Start(
              LogPosition.parse(replies.text(0)),
              known,
              floor == null ? 0 : LogPosition.parse(floor));
        });
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
