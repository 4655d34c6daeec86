package dev.peregrine.perf.internal;

import java.util.List;
import java.util.stream.Stream;

/// One way to start the service.
///
/// @param name for people
/// @param flags of the JVM; later ones win, and a collector takes the place of another
/// @param settings of the configuration, as in `observability.meters=false`
record Variant(String name, List<String> flags, List<String> settings) {

  private static final String COLLECTOR = "-XX:\\+Use\\w+GC";

  Variant {
    flags = List.copyOf(flags);
    settings = List.copyOf(settings);
  }

  /// Reads what stands behind the name: words with a dash before them are flags.
  ///
  /// @throws IllegalArgumentException if a word is neither a flag nor a setting
  static Variant of(String name, String options) {
    var words = Stream.of(options.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
    for (var word : words) {
      if (!word.startsWith("-") && !word.matches("[\\w.]+=\\S*")) {
        throw new IllegalArgumentException(word + " (expected: -FLAG or KEY=VALUE)");
      }
    }
    return new Variant(
        name,
        words.stream().filter(word -> word.startsWith("-")).toList(),
        words.stream().filter(word -> !word.startsWith("-")).toList());
  }

  /// Returns all flags of the JVM.
  ///
  /// @param present those that hold where the variant says nothing
  List<String> allFlags(List<String> present) {
    var choosesCollector = flags.stream().anyMatch(flag -> flag.matches(COLLECTOR));
    return Stream.concat(
            present.stream().filter(flag -> !choosesCollector || !flag.matches(COLLECTOR)),
            flags.stream())
        .toList();
  }

  /// Returns the options in one line; of the one without any, that it has none.
  String options() {
    var all = Stream.concat(flags.stream(), settings.stream()).toList();
    return all.isEmpty() ? "as it is" : "`" + String.join(" ", all) + "`";
  }
}
