package dev.peregrine.observability.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a profile looks at.
public enum ProfileEvent {
  /// Where the processors' time goes.
  CPU,
  /// Who allocates, by bytes.
  ALLOC,
  /// Who waits for locks, by time.
  LOCK,
  /// Where all threads are, whether they run or wait.
  WALL,
  /// All that the JVM's own recorder knows: garbage, sockets, compilation and more.
  JFR;

  /// Returns how they are written.
  public static Set<String> words() {
    return Arrays.stream(values()).map(ProfileEvent::word).collect(Collectors.toUnmodifiableSet());
  }

  /// Returns the one that is written so.
  ///
  /// @param word one of [#words]
  public static ProfileEvent of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Returns how it is written.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
