package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What no text file of the repository may hold, whatever its language.
class TrackedTextTest {

  /// Files that may name folders outside the repository, each with the reason.
  private static final Map<String, String> MAY_NAME_FOLDERS =
      Map.of("peregrine", "looks for a JDK where installers put one");

  private static final long LARGEST_BYTES = 4L << 20;
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}-])/(home|root|work|Users)/");
  private static final Pattern REGISTRY =
      Pattern.compile(
          "repo\\d?\\.maven\\.|(oss|central)\\.sonatype|(plugins|services)\\.gradle\\.org|jcenter\\.bintray"
              + "|registry\\.(npmjs|yarnpkg)|pypi\\.org|files\\.pythonhosted|(deb|security)\\.debian\\.org"
              + "|archive\\.ubuntu|crates\\.io|proxy\\.golang|rubygems\\.org|registry-1\\.docker");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

  @Test
  void no_file_knows_one_machine() {
    assertThat(lines(MACHINE_PATH))
        .filteredOn(found -> !MAY_NAME_FOLDERS.containsKey(found.substring(0, found.indexOf(':'))))
        .isEmpty();
  }

  @Test
  void no_file_knows_one_machine_can_fail() {
    var text = "sound\n<a href=\"/customers/home/\">\nJAVA=/%s/ada/jdk\n".formatted("home");

    assertThat(lines(Path.of("run"), text, MACHINE_PATH))
        .containsExactly("run:3: JAVA=/%s/ada/jdk".formatted("home"));
  }

  @Test
  void no_file_knows_a_package_registry() {
    assertThat(lines(REGISTRY)).isEmpty();
  }

  @Test
  void no_file_knows_a_package_registry_can_fail() {
    var text =
        "http://maven.apache.org/POM/4.0.0\nhttps://repo1.%s/maven2\n".formatted("maven.org");

    assertThat(lines(Path.of("pom.xml"), text, REGISTRY))
        .hasSize(1)
        .first()
        .asString()
        .contains(":2:");
  }

  /// Java has the same rule for its comments, and prose may speak of the habit.
  @Test
  void no_file_is_left_for_later() {
    assertThat(lines(UNFINISHED))
        .filteredOn(found -> !found.matches("\\S+\\.(java|md):.*"))
        .isEmpty();
  }

  @Test
  void no_file_is_left_for_later_can_fail() {
    assertThat(lines(Path.of("run.sh"), "run\n# TODO stop\n", UNFINISHED))
        .containsExactly("run.sh:2: # TODO stop");
  }

  private static Stream<String> lines(Pattern unwanted) {
    return Repository.here().files().stream()
        .flatMap(file -> text(file).stream().flatMap(text -> lines(file, text, unwanted)));
  }

  private static Stream<String> lines(Path file, String text, Pattern unwanted) {
    var lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .filter(line -> unwanted.matcher(lines.get(line)).find())
        .mapToObj(line -> Repository.unix(file) + ":" + (line + 1) + ": " + lines.get(line));
  }

  /// Returns what the file says, or nothing where it is not text.
  private static Optional<String> text(Path file) {
    try {
      var path = Repository.here().root().resolve(file);
      if (Files.size(path) > LARGEST_BYTES) {
        return Optional.empty();
      }
      var bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
