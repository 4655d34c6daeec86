package dev.peregrine.launcher.internal.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Carries `PEREGRINE_…` variables into the settings.
///
/// A variable's name is matched with the names of known keys, since `NEAR_ENTRIES` alone does not
/// tell `nearEntries` from `near.entries`.
final class Environment {

  static final String PREFIX = "PEREGRINE_";

  /// Read by the start script, not by the configuration.
  private static final Set<String> OTHERS = Set.of("PEREGRINE_HOME", "PEREGRINE_JAVA_OPTIONS");

  private static final Pattern WORDS = Pattern.compile("([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])");

  private final Settings settings;
  private final Map<String, String> keyOfVariable = new TreeMap<>();

  private Environment(Settings settings) {
    this.settings = settings;
    settings.keys().forEach(key -> keyOfVariable.putIfAbsent(variable(key), key));
  }

  /// Reads the variables; what is wrong with them is reported to the settings.
  static void read(Map<String, String> environment, Settings settings) {
    var reader = new Environment(settings);
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
            reader.enter(name, value);
          }
        });
  }

  /// Returns the variable that sets a key.
  static String variable(String key) {
    return PREFIX
        + WORDS
            .matcher(key)
            .replaceAll("$1$3_$2$4")
            .replaceAll("[^A-Za-z0-9]", "_")
            .toUpperCase(Locale.ROOT);
  }

  /// Checks that no two keys have the same variable.
  ///
  /// @throws IllegalArgumentException if they do
  static void requireDistinct(Set<String> keys) {
    var seen = new TreeMap<String, String>();
    for (var key : keys) {
      var earlier = seen.putIfAbsent(variable(key), key);
      if (earlier != null) {
        throw new IllegalArgumentException(
            key + " and " + earlier + ": both are set by " + variable(key));
      }
    }
  }

  private void enter(String name, String value) {
    var source = "environment variable " + name;
    var key = keyOfVariable.get(name);
    if (key == null) {
      key = newMember(name);
    }
    if (key == null) {
      var hint =
          Spelling.nearest(name, keyOfVariable.keySet())
              .map(near -> "did you mean " + near + "?")
              .orElse("no key of conf/peregrine.yaml is spelt so");
      settings.report(name + ": unknown variable (" + hint + ")", source);
    } else {
      settings.put(key, new Written.One(value, source));
    }
  }

  /// Finds the key of a family's member that no weaker source has named: one lower-case word.
  private @Nullable String newMember(String name) {
    for (var pattern : settings.root().leaves().keySet()) {
      var any = pattern.indexOf(Shape.ANY);
      if (any < 0 || pattern.indexOf(Shape.ANY, any + 1) >= 0) {
        continue;
      }
      var before = variable(pattern.substring(0, any));
      var after = variable(pattern.substring(any + 1)).substring(PREFIX.length());
      var word =
          name.startsWith(before) && name.endsWith(after)
              ? name.substring(
                  before.length(), Math.max(before.length(), name.length() - after.length()))
              : "";
      if (word.matches("[A-Z0-9]+")) {
        return pattern.replace(Shape.ANY, word.toLowerCase(Locale.ROOT));
      }
    }
    return null;
  }
}
