package dev.peregrine.launcher.internal.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One type that a single text can be read as.
///
/// @param type the class of what is read, boxed
/// @param expected what a text must look like, for the error
/// @param reader makes the value, or null when the text is not one
record ScalarType(Class<?> type, String expected, Function<String, @Nullable Object> reader) {

  private static final Map<Class<?>, ScalarType> KNOWN =
      Map.of(
          Integer.class, new ScalarType(Integer.class, "a whole number", Quantities::wholeNumber),
          Long.class, new ScalarType(Long.class, "a whole number", Quantities::longNumber),
          Double.class, new ScalarType(Double.class, "a number", Quantities::number),
          Boolean.class, new ScalarType(Boolean.class, "true or false", ScalarType::truth),
          String.class, new ScalarType(String.class, "a text", text -> text),
          Duration.class,
              new ScalarType(
                  Duration.class, "a duration, as in 250ms, 5s, 2m, 1h", Quantities::duration),
          URI.class, new ScalarType(URI.class, "a URI, as in scheme://host:port", ScalarType::uri),
          Path.class, new ScalarType(Path.class, "a path", ScalarType::path));

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          int.class, Integer.class,
          long.class, Long.class,
          double.class, Double.class,
          boolean.class, Boolean.class);

  /// Returns the type of a record component.
  ///
  /// @param declared the component's class
  /// @param component its name; a `long` whose name ends in `Bytes` is a size
  /// @throws IllegalArgumentException if no text can be read as that class
  static ScalarType of(Class<?> declared, String component) {
    var type = BOXES.getOrDefault(declared, declared);
    if (component.endsWith("Bytes") && type == Long.class) {
      return new ScalarType(type, "a size, as in 4096, 64KiB, 16MiB, 1GiB", Quantities::size);
    }
    if (component.endsWith("Bytes") && type == Integer.class) {
      return new ScalarType(
          type, "a size below 2GiB, as in 4096, 64KiB, 16MiB", Quantities::smallSize);
    }
    if (type.isEnum()) {
      var names =
          Arrays.stream(type.getEnumConstants())
              .map(ScalarType::spelled)
              .collect(Collectors.joining(", "));
      return new ScalarType(type, "one of " + names, text -> constant(type, text));
    }
    var known = KNOWN.get(type);
    if (known == null) {
      throw new IllegalArgumentException(
          component
              + ": "
              + declared.getName()
              + " (expected: a number, boolean, String, Duration, URI, Path, enum, record,"
              + " or an Optional, List or Map<String, …> of those)");
    }
    return known;
  }

  /// Reads a text, or returns null when it is none of these.
  @Nullable Object read(String text) {
    return reader.apply(text);
  }

  /// Writes an enum constant as files do: in lower case.
  static String spelled(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object constant(Class<?> type, String text) {
    var name = text.strip().replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Object truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  private static @Nullable Object uri(String text) {
    try {
      var uri = new URI(text.strip());
      return uri.isAbsolute() && !uri.isOpaque() ? uri : null;
    } catch (URISyntaxException malformed) {
      return null;
    }
  }

  private static @Nullable Object path(String text) {
    try {
      return text.isBlank() ? null : Path.of(text);
    } catch (InvalidPathException malformed) {
      return null;
    }
  }
}
