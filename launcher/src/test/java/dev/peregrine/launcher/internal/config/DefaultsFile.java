package dev.peregrine.launcher.internal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Compares a file that claims to list every key with its default with the defaults in code.
///
/// A key without a default may be left out; [#withAbsentKeys] finds those that are commented out.
public final class DefaultsFile {

  /// A key that is commented out: no blank after the hash, which tells it from prose.
  private static final Pattern COMMENTED_KEY = Pattern.compile("(?m)^( *)#(\\w+:.*)$");

  private DefaultsFile() {}

  /// Lists where the two differ; empty when the file keeps its promise.
  ///
  /// @param defaults the root record
  /// @param path the file
  public static List<String> differences(Record defaults, Path path) {
    var shape = Shape.of(defaults.getClass());
    var values = Records.flattened(shape, defaults);
    var settings = new Settings(shape, values.keySet());
    YamlSource.read(new Sources.YamlFile(path, path.toString(), true, "the test"), settings);
    var differences = new ArrayList<>(settings.problems().stream().map(Problem::what).toList());
    values.forEach((key, value) -> {
      var setting = settings.effective().get(key);
      var left = setting == null && !settings.bad().contains(key);
      if (left && !value.equals(Optional.empty())) {
        differences.add(key + ": not in the file");
      } else if (setting != null && !setting.value().equals(value)) {
        differences.add(key + ": " + setting.value() + " (expected: " + value + ")");
      }
    });
    settings.effective().keySet().stream()
        .filter(key -> !values.containsKey(key))
        .forEach(key -> differences.add(key + ": not in the code"));
    return differences;
  }

  /// Returns the text of a file with every key that is commented out switched on.
  ///
  /// @param text the file's text
  public static String withAbsentKeys(String text) {
    return COMMENTED_KEY.matcher(text).replaceAll("$1$2");
  }

  /// Lists the keys that have no default.
  ///
  /// @param defaults the root record
  public static List<String> absentKeys(Record defaults) {
    return Records.flattened(Shape.of(defaults.getClass()), defaults).entrySet().stream()
        .filter(entry -> entry.getValue().equals(Optional.empty()))
        .map(entry -> entry.getKey())
        .toList();
  }
}
