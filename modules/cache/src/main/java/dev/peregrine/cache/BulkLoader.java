package dev.peregrine.cache;

import dev.peregrine.bus.Call;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/// Asks the source of truth for many keys at once.
///
/// @param <K> the key's type
/// @param <V> the value's type
@FunctionalInterface
public interface BulkLoader<K, V> {

  /// Loads keys. It sees every change that was committed before the call.
  ///
  /// @param keys which, at most 10,000
  /// @param call until when the caller waits
  /// @return what the source has; a key that is missing is one that the source does not have
  Future<Map<K, Loaded<V>>> loadAll(Set<K> keys, Call call);
}
