package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reading end of the invalidation log in Redis. Confined to the context of its link, which
/// carries nothing else, since a poll keeps it busy.
final class RedisFarLog implements FarLog {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String REPLICATION_ID = "master_replid:";
  private static final String FLOOR = "f";
  private static final String EVERYTHING = "a";

  private final RedisLink link;
  private final RedisNames names;

  RedisFarLog(RedisLink link, RedisNames names) {
    this.link = link;
    this.names = names;
  }

  @Override
  public Future<Start> hello(String node) {
    return link.exchange(List.of(identify()), PATIENCE)
        .compose(replies -> hello(node, identity(replies.text(0))))
        .onFailure(this::leaveReplica);
  }

  private Future<Start> hello(String node, String identity) {
    var hello =
        RedisFarStore.script(
                RedisScripts.HELLO, List.of(names.log(), names.rules(), names.followers()))
            .arg(RedisEvictions.LOG_LENGTH)
            .arg(identity)
            .arg(node);
    var requests = List.of(hello, Request.cmd(Command.HGETALL).arg(names.rules()));
    return link.exchange(requests, PATIENCE)
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
              floor == null ? 0 : LogPosition.parse(floor),
              identity);
        });
  }

  @Override
  public Future<News> poll(String node, Poll poll) {
    var from = LogPosition.format(poll.cursor());
    var requests = new ArrayList<Request>();
    if (poll.acknowledge()) {
      requests.add(acknowledge(node, poll.cursor()));
    }
    var read = requests.size();
    requests.add(
        Request.cmd(Command.XREAD)
            .arg("COUNT")
            .arg(BATCH)
            .arg("BLOCK")
            .arg(BLOCK_MS)
            .arg("STREAMS")
            .arg(names.log())
            .arg(from));
    requests.add(Request.cmd(Command.XRANGE).arg(names.log()).arg(from).arg(from));
    if (poll.identify()) {
      // Last: when it is still the same server, what was read before is of its history, too.
      requests.add(identify());
    }
    return link.exchange(requests, PATIENCE)
        .map(replies ->
            new News(
                entries(replies.at(read)),
                !replies.items(read + 1).isEmpty(),
                poll.identify() ? Optional.of(identity(replies.text(read + 2))) : Optional.empty()))
        .onFailure(this::leaveReplica);
  }

  /// The connection works, but leads to the wrong server.
  private void leaveReplica(Throwable thrown) {
    if (thrown instanceof IllegalStateException) {
      var _ = link.close();
    }
  }

  @Override
  public Future<List<Long>> evict(List<Eviction> evictions) {
    return new RedisEvictions(link, names).write(evictions, PATIENCE);
  }

  @Override
  public Future<Void> leave(String node) {
    var leave = Request.cmd(Command.HDEL).arg(names.followers()).arg(node);
    // It waits behind a poll that is under way, which blocks for longer than the usual time-out.
    return link.exchange(List.of(leave), PATIENCE).mapEmpty();
  }

  @Override
  public Future<Void> close() {
    return link.close();
  }

  private Request acknowledge(String node, long cursor) {
    return RedisFarStore.script(RedisScripts.ACKNOWLEDGE, List.of(names.followers()))
        .arg(node)
        .arg(Long.toString(cursor));
  }

  private static Request identify() {
    return Request.cmd(Command.INFO).arg("replication");
  }

  /// Returns the id of the replication history, which a promoted replica and a restarted server
  /// change.
  ///
  /// @throws IllegalStateException if the server is a replica: it may not know what was
  ///   acknowledged
  static String identity(String replication) {
    if (!replication.contains("role:master")) {
      throw new IllegalStateException("Redis is no primary (expected: role:master)");
    }
    var at = replication.indexOf(REPLICATION_ID);
    if (at < 0) {
      return "";
    }
    var end = replication.indexOf('\r', at);
    return replication.substring(
        at + REPLICATION_ID.length(), end < 0 ? replication.length() : end);
  }

  private List<Entry> entries(@Nullable Response news) {
    if (news == null || news.size() == 0) {
      return List.of();
    }
    // RESP3 answers a map of streams, RESP2 a list of pairs; either way one stream was asked for.
    var streams = news.getKeys();
    var stream = streams == null || streams.isEmpty() ? news.get(0).get(1) : news.get(names.log());
    return stream.stream().map(RedisFarLog::entry).toList();
  }

  private static Entry entry(Response record) {
    var fields = record.get(1);
    var kind = fields.get(0).toString();
    return new Entry(
        LogPosition.parse(record.get(0).toString()),
        Eviction.parse(kind, fields.get(1).toString()),
        kind.equals(EVERYTHING));
  }
}
