package dev.peregrine.cache;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Spent;
import dev.peregrine.cache.internal.Audits;
import dev.peregrine.cache.internal.BulkRead;
import dev.peregrine.cache.internal.Freshening;
import dev.peregrine.cache.internal.Node;
import dev.peregrine.cache.internal.Region;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// One region, typed: read through it, and evict from it after a change.
///
/// Values are immutable records, handed out by reference. Safe on any thread.
///
/// @param <K> the key's type
/// @param <V> the value's type
public final class Cache<K, V extends Record> {

  private final Bus bus;
  private final Node node;
  private final Region<K, V> region;
  private final Freshening<K, V> freshening;
  private final Audits<K, V> audits;

  Cache(Bus bus, Node node, Region<K, V> region) {
    this.bus = bus;
    this.node = node;
    this.region = region;
    this.freshening = new Freshening<>(bus, node, region);
    this.audits = new Audits<>(bus, node, region);
  }

  /// Reads a key from whoever has it: this process, Redis, or the loader.
  ///
  /// @param key which
  /// @param call until when the caller waits
  /// @return what is known; fails only if the loader had to be asked and failed
  public Future<Read<V>> read(K key, Call call) {
    return read(key, ReadOptions.any(), call);
  }

  /// Reads a key within what the options allow.
  ///
  /// A hit in this process is answered by the returned future at once, without a message.
  ///
  /// @param key which
  /// @param options who may answer
  /// @param call until when the caller waits
  /// @return what is known; fails only if the loader had to be asked and failed
  public Future<Read<V>> read(K key, ReadOptions options, Call call) {
    var near = node.near(region, key, options);
    if (near != null) {
      if (region.isDue(near)) {
        freshening.ahead(key);
      }
      audits.sample(key, near);
      return near.hit();
    }
    return call.spent().during(Spent.Part.CACHE, () -> freshening.read(key, options, call));
  }

  /// Reads many keys: one exchange with the far tier for all that are not in this process, and one
  /// load for all that are not there either, if the region has a loader of many.
  ///
  /// @param keys which, at most 10,000; repeated ones count once
  /// @param call until when the caller waits
  /// @return what is known of each, in the order of the keys; fails if one of them had to be loaded
  ///   and could not
  /// @throws IllegalArgumentException if there are more
  public Future<Map<K, Read<V>>> readAll(Collection<K> keys, Call call) {
    return call.spent()
        .during(Spent.Part.CACHE, () -> new BulkRead<>(bus, node, region, call).read(keys));
  }

  /// Remembers a value, in the far tier, that the caller knows to be what the source has now; of
  /// two who do not know of each other, the later one stays. To evict is safe without such
  /// knowledge.
  ///
  /// @param key which
  /// @param loaded the value, or that there is none, with its tags
  /// @param call until when the caller waits
  /// @return what became of it
  public Future<PutOutcome> put(K key, Loaded<V> loaded, Call call) {
    return put(new PutEntry(region.name(), region.text(key), loaded, Optional.empty()), call);
  }

  /// Remembers a value unless another one has come since.
  ///
  /// @param key which
  /// @param expected the version that is to be replaced, from [Read#version()]; [Token#NONE]: none
  ///   is to be there
  /// @param loaded the value, or that there is none, with its tags
  /// @param call until when the caller waits
  /// @return what became of it; a conflict also when the entry has ended meanwhile
  public Future<PutOutcome> putIf(K key, Token expected, Loaded<V> loaded, Call call) {
    return put(new PutEntry(region.name(), region.text(key), loaded, Optional.of(expected)), call);
  }

  private Future<PutOutcome> put(PutEntry question, Call call) {
    return call.spent().during(Spent.Part.CACHE, () -> bus.ask(CachePort.PUT, question, call));
  }

  /// Makes every node forget a key; for after a change of its source.
  ///
  /// @param key which
  /// @param call until when the caller waits
  /// @return reads with this token, on any node, see nothing older; [Token#NONE] when Redis is
  ///   away: then this node has forgotten, and tells the others when Redis is back
  public Future<Token> evict(K key, Call call) {
    return evict(new Selection.Key(region.text(key)), call);
  }

  /// Makes every node forget keys, in one exchange with the far tier.
  ///
  /// @param keys which, 1 to 1,000
  /// @param call until when the caller waits
  /// @return as [#evict(Object, Call)]
  /// @throws IllegalArgumentException if they are none or too many
  public Future<Token> evictKeys(Collection<K> keys, Call call) {
    var question = new EvictKeys(region.name(), keys.stream().map(region::text).toList());
    return call.spent().during(Spent.Part.CACHE, () -> Caches.evict(bus, question, call));
  }

  /// Makes every node forget what was loaded with a tag. Costs the same however much that is.
  ///
  /// @param tag the tag, 1 to 128 bytes of UTF-8
  /// @param call until when the caller waits
  /// @return as [#evict(Object, Call)]
  public Future<Token> evictTag(String tag, Call call) {
    return evict(new Selection.Tag(tag), call);
  }

  /// Makes every node forget the keys that match a pattern. Costs the same however many they are.
  ///
  /// @param pattern as [Selection.Pattern] describes it
  /// @param call until when the caller waits
  /// @return as [#evict(Object, Call)]
  public Future<Token> evictMatching(String pattern, Call call) {
    return evict(new Selection.Pattern(pattern), call);
  }

  /// Makes every node forget the keys that begin with a text. Costs the same however many they are.
  ///
  /// @param prefix how they begin, taken literally
  /// @param call until when the caller waits
  /// @return as [#evict(Object, Call)]
  public Future<Token> evictPrefix(String prefix, Call call) {
    return evict(Selection.Pattern.beginningWith(prefix), call);
  }

  /// Makes every node forget the whole region.
  ///
  /// @param call until when the caller waits
  /// @return as [#evict(Object, Call)]
  public Future<Token> evictAll(Call call) {
    return evict(new Selection.Everything(), call);
  }

  private Future<Token> evict(Selection what, Call call) {
    return call.spent()
        .during(Spent.Part.CACHE, () -> Caches.evict(bus, new Evict(region.name(), what), call));
  }
}
