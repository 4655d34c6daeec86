package dev.peregrine.launcher.rules;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One Markdown file.
///
/// @param path where it lies in the repository
/// @param text all of it
record Document(Path path, String text) {

  private static final Pattern FENCE = Pattern.compile("(?ms)^ *(```+|~~~+).*?^ *\\1`*~* *$");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(<?([^)>\\s]+)>?(?: +\"[^\"]*\")?\\)|\\b(?:src|href)=\"([^\"]+)\"");
  private static final Pattern LINK_BELOW = Pattern.compile("(?m)^\\[[^\\]]+\\]: +(\\S+)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?) *#*$");

  /// Returns the documents that describe the house as it is; reports of the past are left out.
  static List<Document> all() {
    return Repository.here()
        .texts(path -> path.endsWith(".md") && !path.startsWith("perf/results/"))
        .entrySet()
        .stream()
        .map(file -> new Document(file.getKey(), file.getValue()))
        .toList();
  }

  /// Returns what stands between single back-ticks.
  List<String> code() {
    return CODE.matcher(prose()).results().map(found -> found.group(1).strip()).toList();
  }

  /// Returns the lines of the fenced blocks.
  List<String> fencedLines() {
    return FENCE
        .matcher(text)
        .results()
        .flatMap(found -> found.group().lines())
        .map(String::strip)
        .toList();
  }

  /// Returns where the links lead that stay in the repository.
  List<String> links() {
    var prose = CODE.matcher(prose()).replaceAll("");
    var inline =
        LINK.matcher(prose)
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
    var below = LINK_BELOW.matcher(prose).results().map(found -> found.group(1));
    return Stream.concat(inline, below).filter(link -> !link.matches("[a-z]+:.*")).toList();
  }

  /// Returns the names by which a link finds a heading.
  List<String> anchors() {
    return HEADING
        .matcher(FENCE.matcher(text).replaceAll(""))
        .results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  /// Returns what to report.
  String problem(String what) {
    return Repository.unix(path) + ": " + what;
  }

  private String prose() {
    return FENCE.matcher(text).replaceAll("");
  }
}
