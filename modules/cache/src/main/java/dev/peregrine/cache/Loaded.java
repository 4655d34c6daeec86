package dev.peregrine.cache;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the source says of one key.
///
/// @param value what it has; empty when it has nothing, which is remembered too
/// @param tags names by which the entry can be evicted with others; with more than 16, or one above
///   128 bytes, the value is served but not remembered, since it could not be evicted
/// @param <V> the value's type, immutable
public record Loaded<V>(Optional<V> value, Set<String> tags) {

  /// Most tags of an entry.
  public static final int MAX_TAGS = 16;

  /// Copies.
  public Loaded {
    tags = Set.copyOf(tags);
  }

  /// Returns what the source has, without tags.
  ///
  /// @param value the value, or nothing
  public static <V> Loaded<V> of(Optional<V> value) {
    return new Loaded<>(value, Set.of());
  }

  /// Returns a value that the source has.
  ///
  /// @param value the value
  public static <V> Loaded<V> found(V value) {
    return of(Optional.of(value));
  }

  /// Returns that the source has nothing.
  public static <V> Loaded<V> absent() {
    return of(Optional.empty());
  }

  /// Returns the same with tags.
  ///
  /// @param names by which the entry can be evicted with others; repeated ones count once
  public Loaded<V> tagged(String... names) {
    return new Loaded<>(value, Set.copyOf(List.of(names)));
  }
}
