package dev.peregrine.cache;

import dev.peregrine.cache.internal.json.RecordJson;
import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/// Values as JSON, by a class that is generated for the record when the codec is made.
///
/// ```java
/// record Product(String sku, BigDecimal price, List<String> tags, @Nullable String note) {}
/// caches.<String, Product>cache("products").codec(JsonCodec.of(Product.class))…
/// ```
///
/// A component is a number, `boolean`, `char`, `String`, `byte[]`, `BigDecimal`, `BigInteger`,
/// `UUID`, `URI`, a type of `java.time`, an enum, a record, a sealed interface of records, or an
/// `Optional`, `List`, `Set` or `Map<String, …>` of those; it may be null where an annotation
/// called `Nullable` says so. Collections come back unmodifiable and in their order.
///
/// Strict: bytes that are not exactly what such a record is written as are refused, without
/// repeating them. [#schema] is a fingerprint of the names and types of all components and of the
/// constants of enums: a change of any makes older entries misses, and a process that still runs
/// the older version reads none of the newer.
///
/// Making one costs milliseconds, the first some hundred in a cold process, and a hidden class for
/// each record in it, which lives as long as it does: make one a region, not one a call. Safe on
/// any thread.
///
/// @param <V> the record
public final class JsonCodec<V extends Record> implements Codec<V> {

  private final Class<V> type;
  private final RecordJson json;

  private JsonCodec(Class<V> type, MethodHandles.Lookup caller) {
    this.type = type;
    this.json = RecordJson.of(type, caller);
  }

  /// Returns a codec for a record of the class path, or a public one of an exported package.
  ///
  /// @param <V> the record
  /// @param type the record
  /// @throws IllegalArgumentException if a component has no form as JSON, or cannot be reached;
  ///   says which
  public static <V extends Record> JsonCodec<V> of(Class<V> type) {
    return new JsonCodec<>(type, MethodHandles.lookup());
  }

  /// Returns a codec for a record that only its own module can reach.
  ///
  /// @param <V> the record
  /// @param type the record
  /// @param caller `MethodHandles.lookup()`, called in that module
  /// @throws IllegalArgumentException if a component has no form as JSON, or cannot be reached;
  ///   says which
  public static <V extends Record> JsonCodec<V> of(Class<V> type, MethodHandles.Lookup caller) {
    return new JsonCodec<>(type, caller);
  }

  /// @throws IllegalArgumentException if the value holds a null that its record does not declare, a
  ///   number of more than some 960 digits, a key with half a character, or more than 64 levels
  @Override
  public Buffer encode(V value) {
    return json.encode(value);
  }

  @Override
  public V decode(Buffer bytes) {
    return Objects.requireNonNull(type.cast(json.decode(bytes)));
  }

  @Override
  public int schema() {
    return json.fingerprint();
  }
}
