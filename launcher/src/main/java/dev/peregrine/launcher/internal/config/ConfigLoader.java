package dev.peregrine.launcher.internal.config;

import java.util.TreeMap;

/// Fills a tree of records from the sources.
///
/// A component's name is its key: `nearEntries` of the component `cache` of the root is
/// `peregrine.cache.nearEntries`. From weakest to strongest: the defaults, the files in their
/// order, the environment, the system properties, the assignments. A stronger source replaces a
/// list whole and a map name by name.
public final class ConfigLoader {

  /// What [Loaded.Value#source] says of a key that no source has set.
  public static final String DEFAULT = "default";

  private ConfigLoader() {}

  /// Loads the configuration; blocks while it reads files.
  ///
  /// @param defaults the root record with its defaults; none of its components may be null
  /// @param sources what is laid over them
  /// @return the configuration, with the source of each value
  /// @throws ConfigException if anything in any source is wrong; it lists all of it
  /// @throws IllegalArgumentException if the records themselves cannot be a configuration
  public static <R extends Record> Loaded<R> load(R defaults, Sources sources) {
    var shape = Shape.of(defaults.getClass());
    Environment.requireDistinct(shape.leaves().keySet());
    var settings = new Settings(shape, Records.flattened(shape, defaults).keySet());
    sources.files().forEach(file -> YamlSource.read(file, settings));
    Environment.read(sources.environment(), settings);
    readProperties(sources, settings);
    for (var assignment : sources.assignments()) {
      settings.put(
          Sources.unprefixed(assignment.key()),
          new Written.One(assignment.value(), assignment.source()));
    }
    var config = new Assembly(settings).build(defaults);
    if (!settings.problems().isEmpty()) {
      throw new ConfigException(settings.problems());
    }
    return Loaded.of(config, settings);
  }

  private static void readProperties(Sources sources, Settings settings) {
    new TreeMap<>(sources.properties())
        .forEach((name, value) -> {
          if (name.startsWith(Settings.PREFIX)) {
            settings.put(
                Sources.unprefixed(name), new Written.One(value, "system property " + name));
          }
        });
  }
}
