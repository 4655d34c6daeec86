package dev.peregrine.launcher.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used; says everything that is wrong with it, secrets masked.
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> problems;

  ConfigException(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "  " + problem.toString().replace("\n", "\n  "))
            .collect(Collectors.joining("\n", heading(problems.size()) + ":\n", "")));
    this.problems = new ArrayList<>(problems.stream().map(Problem::toString).toList());
  }

  /// Returns the problems, each in two lines: what is wrong, and from where.
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private static String heading(int count) {
    return count == 1 ? "1 error in the configuration" : count + " errors in the configuration";
  }
}
