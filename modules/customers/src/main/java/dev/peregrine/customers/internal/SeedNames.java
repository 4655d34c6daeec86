package dev.peregrine.customers.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Names that are usual in many countries, from a file beside this class.
final class SeedNames {

  private static final List<Country> COUNTRIES = read();

  private SeedNames() {}

  /// A country with its currency and its usual names.
  record Country(String currency, List<String> given, List<String> family) {

    Country {
      given = List.copyOf(given);
      family = List.copyOf(family);
    }
  }

  static List<Country> countries() {
    return COUNTRIES;
  }

  private static List<Country> read() {
    try (var file =
        Objects.requireNonNull(SeedNames.class.getResourceAsStream("names.txt"), "names.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(SeedNames::country)
          .toList();
    } catch (IOException thrown) {
      throw new UncheckedIOException("names.txt cannot be read", thrown);
    }
  }

  private static Country country(String line) {
    var parts = line.split("\\|", -1);
    return new Country(
        parts[1], List.of(parts[2].split(",", -1)), List.of(parts[3].split(",", -1)));
  }
}
