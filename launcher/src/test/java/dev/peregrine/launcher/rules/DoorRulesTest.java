package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.OpensTree;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every room has one door: its root package.
class DoorRulesTest {

  @Test
  void a_room_exports_its_root_package_alone() {
    assertThat(Source.all().stream().flatMap(DoorRulesTest::wrongDoors)).isEmpty();
  }

  @Test
  void a_room_exports_its_root_package_alone_can_fail() {
    var path = "modules/cache/src/main/java/module-info.java";
    var wide = "module any { exports dev.peregrine.cache; exports dev.peregrine.cache.internal; }";
    var qualified = "module any { exports dev.peregrine.cache to dev.peregrine.http; }";
    var open = "module any { exports dev.peregrine.cache; opens dev.peregrine.cache; }";
    var sound = "module any { exports dev.peregrine.cache; }";

    assertThat(wrongDoors(Source.of(path, wide))).hasSize(1);
    assertThat(wrongDoors(Source.of(path, qualified))).hasSize(1);
    assertThat(wrongDoors(Source.of(path, open))).hasSize(1);
    assertThat(wrongDoors(Source.of(path, "module any {}"))).hasSize(1);
    assertThat(wrongDoors(Source.of(path, "open " + sound))).hasSize(1);
    assertThat(wrongDoors(Source.of(path, sound))).isEmpty();
  }

  private static Stream<String> wrongDoors(Source source) {
    if (!source.path().startsWith("modules") || !source.name().equals("module-info")) {
      return Stream.empty();
    }
    var door = "exports dev.peregrine." + source.path().getName(1) + ";";
    var doors =
        source.find(tree -> tree instanceof ExportsTree || tree instanceof OpensTree).stream()
            .map(found -> found.getLeaf().toString().strip())
            .toList();
    var open = source.unit().getModule().getModuleType().name().equals("OPEN");
    return doors.equals(List.of(door)) && !open
        ? Stream.empty()
        : Stream.of(source.problem(1, doors + " (expected: " + door + " and no more)"));
  }

  @Test
  void a_room_has_a_module_descriptor() {
    assertThat(roomsWithoutDescriptor(Source.all().stream().map(Source::path).toList())).isEmpty();
  }

  @Test
  void a_room_has_a_module_descriptor_can_fail() {
    var code = Path.of("modules/cache/src/main/java/dev/peregrine/cache/Any.java");

    assertThat(roomsWithoutDescriptor(List.of(code)))
        .containsExactly(Path.of("modules/cache/src/main/java/module-info.java"));
  }

  private static Stream<Path> roomsWithoutDescriptor(List<Path> files) {
    return files.stream()
        .filter(file -> Repository.unix(file).matches("modules/[^/]+/src/main/java/.*"))
        .map(file -> file.subpath(0, 5).resolve("module-info.java"))
        .distinct()
        .filter(descriptor -> !files.contains(descriptor));
  }
}
