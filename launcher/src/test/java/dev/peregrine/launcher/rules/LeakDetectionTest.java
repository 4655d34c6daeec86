package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every run of tests follows every buffer, and fails for one that is lost.
class LeakDetectionTest {

  /// Built before the guard, and neither opens a socket with Netty.
  private static final Set<String> BEFORE_IT = Set.of("bus", "embedded");

  private static final Pattern PLUGIN =
      Pattern.compile("(?s)<artifactId>maven-(surefire|failsafe)-plugin</artifactId>.*?</plugin>");
  private static final String LEVEL =
      "<io.netty.leakDetection.level>${leak.detection}</io.netty.leakDetection.level>";
  private static final String PARANOID = "<leak.detection>paranoid</leak.detection>";

  @Test
  void every_room_has_the_guard_on_its_class_path() {
    assertThat(unguarded(Repository.here().roomFolders(), Repository.here())).isEmpty();
  }

  @Test
  void every_room_has_the_guard_on_its_class_path_can_fail() {
    var folders = List.of(Path.of("modules/bus"), Path.of("modules/testkit"), Path.of("."));

    assertThat(unguarded(folders, Repository.here())).containsExactly(". (expected: testkit)");
  }

  private static Stream<String> unguarded(List<Path> folders, Repository repository) {
    return folders.stream()
        .filter(folder -> !BEFORE_IT.contains(String.valueOf(folder.getFileName())))
        .filter(folder -> !hasGuard(repository.read(folder.resolve("pom.xml"))))
        .map(folder -> Repository.unix(folder) + " (expected: testkit)");
  }

  /// The parent names it, too, but only to say which version it would be.
  private static boolean hasGuard(String pom) {
    return pom.replaceAll("(?s)<dependencyManagement>.*</dependencyManagement>", "")
        .contains("<artifactId>peregrine-testkit</artifactId>");
  }

  @Test
  void tests_of_both_kinds_follow_every_buffer() {
    assertThat(lax(Repository.here().read(Path.of("pom.xml")))).isEmpty();
  }

  @Test
  void tests_of_both_kinds_follow_every_buffer_can_fail() {
    var pom = Repository.here().read(Path.of("pom.xml"));

    assertThat(lax(pom.replace(PARANOID, ""))).containsExactly(PARANOID);
    assertThat(lax(pom.replace(LEVEL, "")))
        .containsExactly("surefire (expected: the level)", "failsafe (expected: the level)");
  }

  private static Stream<String> lax(String pom) {
    var plugins =
        PLUGIN
            .matcher(pom)
            .results()
            .filter(plugin -> !plugin.group().contains(LEVEL))
            .map(plugin -> plugin.group(1) + " (expected: the level)");
    return Stream.concat(pom.contains(PARANOID) ? Stream.empty() : Stream.of(PARANOID), plugins);
  }
}
