package dev.peregrine.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page of results, written as Markdown by the program that measured them.
///
/// Not safe for several threads.
public final class ResultPage {

  private final StringBuilder text = new StringBuilder(4_096);

  /// Begins a page.
  ///
  /// @param title its heading
  public ResultPage(String title) {
    text.append("# ").append(title).append('\n');
  }

  /// Appends a paragraph, a list or a table.
  ///
  /// @param markdown without a blank line around it
  public void add(String markdown) {
    text.append('\n').append(markdown.strip()).append('\n');
  }

  /// Appends a heading.
  ///
  /// @param heading of what follows
  public void section(String heading) {
    add("## " + heading);
  }

  /// Appends how a run went.
  ///
  /// @param result of the run
  public void add(LoadResult result) {
    add(
        "%d clients, %.1f s: %d answers, %.0f a second; %d turned away; faults: %s."
            .formatted(
                result.clients(),
                result.took().toMillis() / 1e3,
                result.answers(),
                result.answersPerSecond(),
                result.turnedAway(),
                result.faults().isEmpty() ? "none" : result.faults()));
    add(result.table());
  }

  /// Returns the page so far.
  public String text() {
    return text.toString();
  }

  /// Writes the page; blocks.
  ///
  /// @param file where to; replaced if it is there
  /// @throws IOException if it cannot be written
  public void write(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
  }
}
