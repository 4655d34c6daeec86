package dev.peregrine.cache;

import dev.peregrine.bus.Call;
import io.vertx.core.Future;

/// Asks the source of truth for one key.
///
/// @param <K> the key's type
/// @param <V> the value's type
@FunctionalInterface
public interface Loader<K, V> {

  /// Loads one key. It sees every change that was committed before the call.
  ///
  /// @param key which
  /// @param call until when the first of the callers waits
  /// @return what the source has, and its tags; a failure reaches every caller and is not
  ///   remembered
  Future<Loaded<V>> load(K key, Call call);

  /// Loads one key of which something stale is remembered: a source that can tell cheaply whether
  /// that has changed may answer [Loaded#notModified].
  ///
  /// @param key which
  /// @param held what is remembered
  /// @param call until when the first of the callers waits
  /// @return as [#load]
  default Future<Loaded<V>> reload(K key, V held, Call call) {
    return load(key, call);
  }
}
