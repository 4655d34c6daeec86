package dev.peregrine.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a page shows in its `sh` blocks: commands, and what it claims of their output.
///
/// @param steps in order
record ReadmeTour(List<Step> steps) {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
  private static final String CLAIM = "# ";

  /// One command.
  ///
  /// @param command as it is typed; several lines if they end in a backslash
  /// @param claims what its output has in it
  record Step(String command, List<String> claims) {

    /// Tells whether running it again does no harm.
    boolean onlyReads() {
      return !command.matches("(?s).* (-d|-X) .*");
    }
  }

  /// Reads a page.
  static ReadmeTour of(String page) {
    var steps = new ArrayList<Step>();
    BLOCK.matcher(page).results().forEach(block -> addSteps(block.group(1), steps));
    return new ReadmeTour(List.copyOf(steps));
  }

  private static void addSteps(String block, List<Step> steps) {
    var command = new StringBuilder();
    for (var line : block.split("\n", -1)) {
      if (line.startsWith(CLAIM)) {
        steps.getLast().claims().add(line.substring(CLAIM.length()));
      } else if (!line.isBlank()) {
        command.append(line).append('\n');
        if (!line.endsWith("\\")) {
          steps.add(new Step(command.toString().strip(), new ArrayList<>()));
          command.setLength(0);
        }
      }
    }
  }
}
