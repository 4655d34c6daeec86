package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// Every Java file looks as google-java-format writes it.
///
/// With `-Dformat=apply` the files are rewritten instead: `mvn -pl launcher -am test
/// -Dtest=FormattingTest -Dformat=apply -Dsurefire.failIfNoSpecifiedTests=false`
class FormattingTest {

  private static final String CURE =
      "mvn -pl launcher -am test -Dtest=FormattingTest -Dformat=apply"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void every_java_file_is_formatted() {
    var rewritten = rewritten(Repository.here().texts(path -> path.endsWith(".java")));

    if ("apply".equals(System.getProperty("format"))) {
      rewritten.forEach(FormattingTest::write);
      return;
    }
    assertThat(rewritten.keySet()).as("not formatted; the cure: " + CURE).isEmpty();
  }

  @Test
  void every_java_file_is_formatted_can_fail() {
    var texts =
        Map.of(
            Path.of("Sound.java"), "/// Stays ///.\nclass Sound {}\n",
            Path.of("Loose.java"), "import java.util.List;\nclass  Loose {}");

    assertThat(rewritten(texts)).isEqualTo(Map.of(Path.of("Loose.java"), "class Loose {}\n"));
  }

  /// Returns the files that the formatter would change, with their new text.
  private static Map<Path, String> rewritten(Map<Path, String> texts) {
    var rewritten = new ConcurrentHashMap<Path, String>();
    texts.entrySet().parallelStream()
        .forEach(file -> {
          var formatted = formatted(file.getKey(), file.getValue());
          if (!formatted.equals(file.getValue())) {
            rewritten.put(file.getKey(), formatted);
          }
        });
    return new TreeMap<>(rewritten);
  }

  private static String formatted(Path file, String text) {
    try {
      return new Formatter().formatSourceAndFixImports(text);
    } catch (FormatterException unreadable) {
      throw new IllegalArgumentException(file + " (expected: Java)", unreadable);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(Repository.here().root().resolve(file), text);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
