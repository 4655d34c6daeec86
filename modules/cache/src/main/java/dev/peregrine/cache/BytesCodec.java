package dev.peregrine.cache;

import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/// Values that are bytes already, in a record around a buffer.
///
/// ```java
/// record Page(Buffer html) {}
/// new BytesCodec<>(Page::html, Page::new, 1)
/// ```
///
/// Nothing is copied or checked: do not change a buffer that was given to the cache.
///
/// @param <V> the record
public final class BytesCodec<V extends Record> implements Codec<V> {

  private final Function<V, Buffer> unwrap;
  private final Function<Buffer, V> wrap;
  private final int schema;

  /// Makes a codec.
  ///
  /// @param unwrap takes the bytes out of the record
  /// @param wrap makes the record
  /// @param schema any number; another one when the bytes mean something else
  public BytesCodec(Function<V, Buffer> unwrap, Function<Buffer, V> wrap, int schema) {
    this.unwrap = unwrap;
    this.wrap = wrap;
    this.schema = schema;
  }

  @Override
  public Buffer encode(V value) {
    return unwrap.apply(value);
  }

  @Override
  public V decode(Buffer bytes) {
    return wrap.apply(bytes);
  }

  @Override
  public int schema() {
    return schema;
  }
}
