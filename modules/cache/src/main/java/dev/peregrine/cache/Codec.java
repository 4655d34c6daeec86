package dev.peregrine.cache;

import io.vertx.core.buffer.Buffer;

/// How a region's values travel to Redis and back. Called on event loops: quick, and without side
/// effects.
///
/// @param <V> the value's type
public interface Codec<V> {

  /// Writes a value.
  ///
  /// @param value what to write
  Buffer encode(V value);

  /// Reads what [#encode] wrote.
  ///
  /// @param bytes one value
  /// @throws RuntimeException if the bytes are not a value; the entry is then a miss
  V decode(Buffer bytes);

  /// Returns a number that changes with the shape of the bytes; entries of another shape are
  /// misses.
  int schema();
}
