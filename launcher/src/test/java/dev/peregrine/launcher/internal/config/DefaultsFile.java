package dev.peregrine.launcher.internal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Compares a file that claims to list every key with its default with the defaults in code.
public final class DefaultsFile {

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
      if (setting == null && !settings.bad().contains(key)) {
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
}
