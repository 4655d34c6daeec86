package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Writes evictions to Redis. Confined to the context of its link.
///
/// @param link carries the commands
/// @param names what is where
record RedisEvictions(RedisLink link, RedisNames names) {

  static final String LOG_LENGTH = "100000";
  private static final String MAX_RULES = "10000";

  /// Writes evictions to the log and deletes the entries and leases of those that are of one key,
  /// in one step.
  Future<List<Long>> write(List<Eviction> evictions, Duration patience) {
    var commands = new ArrayList<Request>();
    var positions = new ArrayList<Integer>();
    commands.add(Request.cmd(Command.MULTI));
    for (var eviction : evictions) {
      var record = eviction.record();
      if (eviction.isOfKey()) {
        commands.add(Request.cmd(Command.UNLINK).arg(names.entry(record)).arg(names.lease(record)));
        var append = Request.cmd(Command.XADD).arg(names.log()).arg("MAXLEN").arg("~");
        commands.add(append.arg(LOG_LENGTH).arg("*").arg(eviction.kind()).arg(record));
      } else {
        commands.add(rule(eviction));
      }
      positions.add(commands.size() - 2);
    }
    commands.add(Request.cmd(Command.EXEC));
    return link.exchange(commands, patience)
        .map(replies -> {
          var results = replies.last();
          return positions.stream()
              .map(index -> LogPosition.parse(results.get(index).toString()))
              .toList();
        });
  }

  private Request rule(Eviction eviction) {
    return RedisFarStore.script(RedisScripts.RULE, List.of(names.log(), names.rules()))
        .arg(LOG_LENGTH)
        .arg(MAX_RULES)
        .arg(eviction.kind())
        .arg(eviction.record());
  }
}
