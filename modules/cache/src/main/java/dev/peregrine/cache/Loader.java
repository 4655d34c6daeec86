package dev.peregrine.cache;

import dev.peregrine.bus.Call;
import io.vertx.core.Future;
import java.util.Optional;

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
  /// @return what the source has; empty when it has nothing; a failure reaches every caller and is
  ///   not remembered
  Future<Optional<V>> load(K key, Call call);
}
