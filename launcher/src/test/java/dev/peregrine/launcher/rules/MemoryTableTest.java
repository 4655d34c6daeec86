package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.config.ConfigLoader;
import dev.peregrine.launcher.internal.config.Loaded;
import dev.peregrine.launcher.internal.config.Sources;
import dev.peregrine.launcher.internal.house.PeregrineConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever bounds memory stands in the table of docs/memory.md.
class MemoryTableTest {

  private static final Path PAGE = Path.of("docs/memory.md");

  /// How keys end that bound how much is held.
  private static final Pattern BOUND =
      Pattern.compile(
          "(?i).*(bytes|queue|connections|slots|loads|kept|entries|pending|permits|streams)");

  /// The name in a family is the operator's to choose.
  private static final Pattern FAMILY = Pattern.compile("\\.regions\\.[^.]+\\.");

  @Test
  void every_key_that_bounds_memory_is_in_the_table() {
    var keys =
        ConfigLoader.load(PeregrineConfig.defaults(), Sources.none()).values().stream()
            .map(Loaded.Value::key);

    assertThat(missing(keys, new Document(PAGE, Repository.here().read(PAGE)))).isEmpty();
  }

  @Test
  void every_key_that_bounds_memory_is_in_the_table_can_fail() {
    var page =
        new Document(PAGE, "| bodies | bytes | `http.bodyLimitBytes`, `a.regions.NAME.loads` |");
    var keys =
        List.of(
            "http.bodyLimitBytes", "http.port", "new.queue", "a.regions.any.loads", "b.maxKept");

    assertThat(missing(keys.stream(), page))
        .containsExactly(
            "docs/memory.md: new.queue (expected: a row that says what it bounds)",
            "docs/memory.md: b.maxKept (expected: a row that says what it bounds)");
  }

  private static Stream<String> missing(Stream<String> keys, Document page) {
    var told = page.code();
    return keys.filter(key -> BOUND.matcher(key).matches())
        .map(key -> FAMILY.matcher(key).replaceAll(".regions.NAME."))
        .distinct()
        .filter(key -> !told.contains(key))
        .map(key -> page.problem(key + " (expected: a row that says what it bounds)"));
  }
}
