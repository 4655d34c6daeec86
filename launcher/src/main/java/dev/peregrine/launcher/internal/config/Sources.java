package dev.peregrine.launcher.internal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Where a configuration is read from, beside the defaults in code; immutable.
///
/// @param files from weakest to strongest, stronger than the defaults
/// @param environment stronger than any file; only names that begin with `PEREGRINE_` matter
/// @param properties stronger than the environment; only names that begin with `peregrine.` matter
/// @param assignments the strongest; the last of the same key counts
public record Sources(
    List<YamlFile> files,
    Map<String, String> environment,
    Map<String, String> properties,
    List<Assignment> assignments) {

  static final String ROOT = "peregrine";

  private static final Pattern PROFILE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]*");

  /// A YAML file.
  ///
  /// @param path where it lies
  /// @param label what people call it
  /// @param required whether it is an error when it does not exist
  /// @param askedBy who wants it read, for people
  public record YamlFile(Path path, String label, boolean required, String askedBy) {}

  /// A value given on the command line.
  ///
  /// @param key with or without the prefix
  /// @param value its text
  /// @param source the option, for people: `--port`
  public record Assignment(String key, String value, String source) {}

  /// Copies the lists.
  public Sources {
    files = List.copyOf(files);
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
    assignments = List.copyOf(assignments);
  }

  /// Returns sources that set nothing.
  public static Sources none() {
    return new Sources(List.of(), Map.of(), Map.of(), List.of());
  }

  /// Adds `peregrine.yaml` of a directory, which need not exist.
  public Sources withDirectory(Path conf) {
    var path = conf.resolve("peregrine.yaml");
    var label = label(path);
    return with(new YamlFile(path, label, false, label));
  }

  /// Adds the file of a profile, which must exist.
  ///
  /// @param conf the directory it lies in
  /// @param profile its name without `.yaml`
  /// @throws IllegalArgumentException if that is no plain name
  public Sources withProfile(Path conf, String profile) {
    if (!PROFILE.matcher(profile).matches()) {
      throw new IllegalArgumentException(
          "profile: " + Secrets.shown(profile) + " (expected: a name, as in production)");
    }
    var path = conf.resolve(profile + ".yaml");
    return with(new YamlFile(path, label(path), true, "--profile " + profile));
  }

  /// Adds a file that must exist.
  public Sources withFile(Path path) {
    return with(new YamlFile(path, path.toString(), true, "--conf " + path));
  }

  /// Sets the environment.
  public Sources withEnvironment(Map<String, String> variables) {
    return new Sources(files, variables, properties, assignments);
  }

  /// Sets the system properties.
  public Sources withProperties(Map<String, String> system) {
    return new Sources(files, environment, system, assignments);
  }

  /// Adds a value.
  public Sources with(Assignment assignment) {
    return new Sources(files, environment, properties, append(assignments, assignment));
  }

  private Sources with(YamlFile file) {
    return new Sources(append(files, file), environment, properties, assignments);
  }

  static String unprefixed(String key) {
    return key.startsWith(Settings.PREFIX) ? key.substring(Settings.PREFIX.length()) : key;
  }

  /// Names a file as in `conf/peregrine.yaml`: people know where their conf is.
  private static String label(Path path) {
    var absolute = path.toAbsolutePath();
    var names = absolute.getNameCount();
    return absolute.subpath(Math.max(0, names - 2), names).toString();
  }

  private static <T> List<T> append(List<T> list, T last) {
    var longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
