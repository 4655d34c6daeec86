package dev.peregrine.launcher.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The process as a command sees it.
///
/// @param home the directory that has `conf` and `.peregrine` in it
/// @param environment the variables
/// @param properties the system properties
/// @param terminal where commands write
public record Surroundings(
    Path home, Map<String, String> environment, Map<String, String> properties, Terminal terminal) {

  /// Where commands write.
  ///
  /// @param out what was asked for
  /// @param err what went wrong
  public record Terminal(PrintWriter out, PrintWriter err) {}

  /// Copies the maps.
  public Surroundings {
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
  }

  /// Returns what surrounds this process. `PEREGRINE_HOME` names the home, else it is the working
  /// directory.
  public static Surroundings actual() {
    var environment = System.getenv();
    var properties = new TreeMap<String, String>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name, "")));
    return new Surroundings(
        Path.of(environment.getOrDefault("PEREGRINE_HOME", "")).toAbsolutePath(),
        environment,
        properties,
        new Terminal(
            new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8)));
  }

  /// Returns the directory of the configuration files.
  public Path conf() {
    return home.resolve("conf");
  }
}
