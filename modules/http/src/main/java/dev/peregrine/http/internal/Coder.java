package dev.peregrine.http.internal;

import io.vertx.core.buffer.Buffer;

/// Codes bodies. Confined to one context; may hold native memory until it is closed.
interface Coder extends AutoCloseable {

  /// Returns a body coded.
  Buffer code(Buffer plain);

  @Override
  default void close() {}
}
