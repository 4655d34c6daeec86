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
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The far tier in Redis. Confined to the context of its link.
final class RedisFarStore implements FarStore {

  static final int LEASE_MS = 3_000;
  private static final int SILENT_SECONDS = 60;

  /// A script keeps Redis from everybody else: not longer than a fraction of a millisecond.
  private static final int KEYS_OF_A_SCRIPT = 500;

  private static final Buffer WHATEVER = Buffer.buffer("*");
  private static final int NANOS_A_KEY = 200_000;

  private final RedisLink link;
  private final RedisNames names;

  RedisFarStore(RedisLink link, RedisNames names) {
    this.link = link;
    this.names = names;
  }

  @Override
  public Future<List<Optional<Held>>> get(List<String> records) {
    var get = Request.cmd(Command.MGET);
    records.forEach(record -> get.arg(names.entry(record)));
    return link.exchange(List.of(get, Request.cmd(Command.TIME)), patience(records.size()))
        .map(replies -> {
          var readAtMs = replies.timeMs(1);
          var held = new ArrayList<Optional<Held>>(records.size());
          for (var bytes : replies.items(0)) {
            held.add(
                bytes == null
                    ? Optional.empty()
                    : Optional.of(new Held(bytes.toBuffer(), readAtMs)));
          }
          return held;
        });
  }

  @Override
  public Future<Leases> lease(List<Wanted> wanted) {
    var token = UUID.randomUUID().toString();
    var requests = new ArrayList<Request>();
    for (var some : slices(wanted)) {
      var keys = new ArrayList<>(List.of(names.log()));
      some.forEach(one -> {
        keys.add(names.lease(one.record()));
        keys.add(names.entry(one.record()));
      });
      var lease = script(RedisScripts.LEASE, keys).arg(token).arg(LEASE_MS);
      some.forEach(one -> lease.arg(one.seen().orElse(WHATEVER)));
      requests.add(lease);
    }
    return link.exchange(requests, patience(wanted.size()))
        .map(replies -> {
          var granted = new ArrayList<Boolean>(wanted.size());
          var position = Long.MAX_VALUE;
          for (var i = 0; i < requests.size(); i++) {
            var reply = replies.items(i);
            position = Math.min(position, end(reply.getFirst()));
            reply.subList(1, reply.size()).forEach(one -> granted.add(isOne(one)));
          }
          return new Leases(token, granted, position);
        });
  }

  @Override
  public Future<List<Boolean>> fill(String token, List<Filling> fillings) {
    var requests = new ArrayList<Request>();
    for (var some : slices(fillings)) {
      var keys = new ArrayList<String>();
      for (var one : some) {
        keys.add(names.entry(one.record()));
        keys.add(names.lease(one.record()));
      }
      var fill = script(RedisScripts.FILL, keys).arg(token);
      some.forEach(one -> fill.arg(one.entry()).arg(one.lifeMs()));
      requests.add(fill);
    }
    return link.exchange(requests, patience(fillings.size()))
        .map(replies -> filled(replies, requests.size()));
  }

  @Override
  public Future<Void> release(String token, List<String> records) {
    var requests = new ArrayList<Request>();
    for (var some : slices(records)) {
      var leases = some.stream().map(names::lease).toList();
      requests.add(script(RedisScripts.RELEASE, leases).arg(token));
    }
    return link.exchange(requests, patience(records.size())).mapEmpty();
  }

  @Override
  public Future<List<Long>> evict(List<Eviction> evictions) {
    return new RedisEvictions(link, names).write(evictions, patience(evictions.size()));
  }

  @Override
  public Future<OptionalLong> put(Putting putting) {
    var filling = putting.filling();
    var record = filling.record();
    var keys = List.of(names.entry(record), names.lease(record), names.log());
    var put = script(RedisScripts.PUT, keys).arg(RedisEvictions.LOG_LENGTH).arg(record);
    put.arg(filling.entry()).arg(filling.lifeMs());
    if (putting.expected().isEmpty()) {
      put.arg("");
    } else if (putting.expected().getAsLong() == Stamp.UNKNOWN) {
      put.arg("0");
    } else {
      put.arg(EntryFormat.position(putting.expected().getAsLong()));
    }
    return link.exchange(List.of(put))
        .map(replies ->
            replies.isNull(0)
                ? OptionalLong.empty()
                : OptionalLong.of(LogPosition.parse(replies.text(0))));
  }

  @Override
  public Future<Map<String, Long>> followers() {
    return link.exchange(List.of(Request.cmd(Command.HGETALL).arg(names.followers())))
        .map(replies -> {
          var followers = new HashMap<String, Long>();
          replies
              .map(0)
              .forEach((node, told) ->
                  followers.put(node, Long.parseLong(told.substring(0, told.indexOf(':')))));
          return followers;
        });
  }

  @Override
  public Future<Void> forgetSilentFollowers() {
    var forget = script(RedisScripts.FORGET_SILENT, List.of(names.followers()));
    return link.exchange(List.of(forget.arg(SILENT_SECONDS))).mapEmpty();
  }

  @Override
  public Future<Void> close() {
    return link.close();
  }

  static Request script(String text, List<String> keys) {
    var request = Request.cmd(Command.EVAL).arg(text).arg(keys.size());
    keys.forEach(request::arg);
    return request;
  }

  private Duration patience(int keys) {
    return link.timeout().plusNanos((long) NANOS_A_KEY * keys);
  }

  private static <T> List<List<T>> slices(List<T> all) {
    var slices = new ArrayList<List<T>>();
    for (var from = 0; from < all.size(); from += KEYS_OF_A_SCRIPT) {
      slices.add(all.subList(from, Math.min(all.size(), from + KEYS_OF_A_SCRIPT)));
    }
    return slices;
  }

  private static List<Boolean> filled(Replies replies, int scripts) {
    var filled = new ArrayList<Boolean>();
    for (var i = 0; i < scripts; i++) {
      replies.items(i).forEach(one -> filled.add(isOne(one)));
    }
    return filled;
  }

  private static boolean isOne(@Nullable Response number) {
    return number != null && "1".equals(number.toString());
  }

  private static long end(@Nullable Response newest) {
    var id = newest == null ? "" : newest.toString();
    return id.isEmpty() ? Stamp.UNKNOWN : LogPosition.parse(id);
  }
}
