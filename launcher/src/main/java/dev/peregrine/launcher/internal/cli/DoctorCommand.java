package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.config.ConfigException;
import dev.peregrine.launcher.internal.config.ConfigLoader;
import dev.peregrine.launcher.internal.config.Loaded;
import dev.peregrine.launcher.internal.config.Sources;
import dev.peregrine.launcher.internal.doctor.Check;
import dev.peregrine.launcher.internal.doctor.Checks;
import dev.peregrine.launcher.internal.doctor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `doctor`: what is missing or wrong on this machine, and the cure.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Says what is missing or wrong on this machine, and the cure.")
final class DoctorCommand implements Callable<Integer> {

  @Mixin private ConfigOptions options = new ConfigOptions();

  private final Application<?> application;
  private final Surroundings surroundings;

  DoctorCommand(Application<?> application, Surroundings surroundings) {
    this.application = application;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var checks = new ArrayList<>(Checks.ofMachine(surroundings.home()));
    checks.addAll(Checks.ofConfiguration(configuration(checks)));
    var sick = 0;
    for (var check : checks) {
      var finding = check.look();
      sick += finding instanceof Finding.Sick ? 1 : 0;
      print(check.what(), finding);
    }
    surroundings.terminal().out().println(sick == 0 ? "All is well." : sick + " to cure.");
    return sick == 0 ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  /// Loads the configuration; if that fails, the checks go on with the defaults.
  private Loaded<?> configuration(List<Check> checks) {
    try {
      var loaded = options.load(application.defaults(), surroundings);
      checks.add(Check.of("configuration", () -> new Finding.Well("every key is known and valid")));
      return loaded;
    } catch (ConfigException invalid) {
      checks.add(
          Check.of(
              "configuration",
              () ->
                  new Finding.Sick(
                      String.join("\n", invalid.problems()),
                      "correct it there; until then the defaults are checked below")));
      return ConfigLoader.load(application.defaults(), Sources.none());
    }
  }

  private void print(String what, Finding finding) {
    var out = surroundings.terminal().out();
    switch (finding) {
      case Finding.Well well -> out.println("  ok  " + what + ": " + well.text());
      case Finding.Sick sick -> {
        out.println("  ✗   " + what + ": " + sick.text().replace("\n", "\n        "));
        out.println("      → " + sick.cure());
      }
    }
  }
}
