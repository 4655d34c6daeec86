package dev.peregrine.cache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What the source says of one key.
///
/// @param value what it has; empty when it has nothing, which is remembered too
/// @param tags names by which the entry can be evicted with others; with more than 16, or one above
///   128 bytes, the value is served but not remembered, since it could not be evicted
/// @param freshFor how long it is fresh, if not as long as the region says: at least 1 ms, and no
///   longer than the region says
/// @param keeping whether it is remembered
/// @param <V> the value's type, immutable
public record Loaded<V>(
    Optional<V> value, Set<String> tags, Optional<Duration> freshFor, Keeping keeping) {

  /// Most tags of an entry.
  public static final int MAX_TAGS = 16;

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  /// Whether what the source says is remembered.
  public enum Keeping {
    /// In both tiers.
    STORED,
    /// In neither: it is served to who waits for it, and forgotten.
    NOT_STORED,
    /// What was remembered is still right, and fresh again: an answer to [Loader#reload] only.
    NOT_MODIFIED
  }

  /// Copies.
  ///
  /// @throws IllegalArgumentException if it is to be fresh for less than 1 ms or more than a year
  public Loaded {
    tags = Set.copyOf(tags);
    if (freshFor.isPresent()
        && (freshFor.get().compareTo(SHORTEST) < 0 || freshFor.get().compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "cache entry: fresh for " + freshFor.get() + " (expected: 1ms to 365d)");
    }
  }

  /// Returns what the source has, without tags.
  ///
  /// @param value the value, or nothing
  public static <V> Loaded<V> of(Optional<V> value) {
    return new Loaded<>(value, Set.of(), Optional.empty(), Keeping.STORED);
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

  /// Returns that what was remembered is still right: for [Loader#reload].
  public static <V> Loaded<V> notModified() {
    return new Loaded<>(Optional.empty(), Set.of(), Optional.empty(), Keeping.NOT_MODIFIED);
  }

  /// Returns the same with tags.
  ///
  /// @param names by which the entry can be evicted with others; repeated ones count once
  public Loaded<V> tagged(String... names) {
    return new Loaded<>(value, Set.copyOf(List.of(names)), freshFor, keeping);
  }

  /// Returns the same with a life of its own.
  ///
  /// @param life how long it is fresh, from 1 ms; no longer than the region says, which should know
  ///   the longest. Jitter does not touch it
  public Loaded<V> freshFor(Duration life) {
    return new Loaded<>(value, tags, Optional.of(life), keeping);
  }

  /// Returns the same with another value.
  ///
  /// @param change makes the value of this one's
  /// @param <W> the new value's type
  public <W> Loaded<W> map(Function<V, W> change) {
    return new Loaded<>(value.map(change), tags, freshFor, keeping);
  }

  /// Returns the same, to be served and not remembered.
  public Loaded<V> notStored() {
    return new Loaded<>(value, tags, freshFor, Keeping.NOT_STORED);
  }
}
