package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.config.ConfigLoader;
import dev.peregrine.launcher.internal.config.Loaded;
import dev.peregrine.launcher.internal.config.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that say where the configuration comes from; every command has them.
final class ConfigOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Reads conf/NAME.yaml over conf/peregrine.yaml.")
  private @Nullable String profile;

  @Option(names = "--conf", paramLabel = "FILE", description = "Reads FILE over the profile.")
  private @Nullable Path conf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one key, as in --set http.port=9090. Stronger than files and variables.")
  private Map<String, String> set = new LinkedHashMap<>();

  private final List<Sources.Assignment> own = new ArrayList<>();

  /// Loads the configuration with the options of this command line.
  <C extends Record> Loaded<C> load(C defaults, Surroundings surroundings) {
    return ConfigLoader.load(defaults, sources(surroundings));
  }

  /// Sets a key from an option of its own, unless the option is absent.
  ///
  /// @param option its name, for people
  void set(String key, @Nullable Object value, String option) {
    if (value != null) {
      own.add(new Sources.Assignment(key, value.toString(), option));
    }
  }

  /// Returns the options as they were typed, for a process that is to have the same configuration.
  List<String> handed() {
    var handed = new ArrayList<String>();
    if (profile != null) {
      handed.add("--profile=" + profile);
    }
    if (conf != null) {
      handed.add("--conf=" + conf.toAbsolutePath());
    }
    set.forEach((key, value) -> handed.add("--set=" + key + "=" + value));
    return List.copyOf(handed);
  }

  private Sources sources(Surroundings surroundings) {
    var sources =
        Sources.none()
            .withDirectory(surroundings.conf())
            .withEnvironment(surroundings.environment())
            .withProperties(surroundings.properties());
    if (profile != null) {
      sources = withProfile(sources, surroundings.conf(), profile);
    }
    if (conf != null) {
      sources = sources.withFile(conf);
    }
    for (var entry : set.entrySet()) {
      var key = entry.getKey();
      sources = sources.with(new Sources.Assignment(key, entry.getValue(), "--set " + key));
    }
    for (var assignment : own) {
      sources = sources.with(assignment);
    }
    return sources;
  }

  private Sources withProfile(Sources sources, Path directory, String name) {
    try {
      return sources.withProfile(directory, name);
    } catch (IllegalArgumentException noName) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), String.valueOf(noName.getMessage()));
    }
  }
}
