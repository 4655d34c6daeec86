package dev.peregrine.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the start script in a copy of the project where JDKs and Maven are scripts that say how
/// they were called.
@Timeout(60)
class PeregrineScriptTest {

  @TempDir private Path temporary;

  private ScriptHouse house;

  @BeforeEach
  void build() throws IOException {
    house = ScriptHouse.in(temporary);
  }

  @Test
  void the_script_is_well_formed() throws IOException {
    assertThat(house.execute(List.of("bash", "-n", house.script().toString())).code()).isZero();
  }

  @Test
  void it_passes_arguments_and_flags_on_from_anywhere_and_through_links() throws IOException {
    house.jdk("jdk 25", "25.0.3");
    house.set("PEREGRINE_JAVA_OPTIONS", " -Xmx2g\t-Da=b ");
    var link = Files.createSymbolicLink(temporary.resolve("link"), house.script());
    var linked = Files.createSymbolicLink(temporary.resolve("again"), Path.of("link"));

    var said = house.execute(List.of("bash", linked.toString(), "doctor", "--set", "a=b  c"));

    assertThat(link).exists();
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out().lines())
        .containsExactly(
            "jdk 25",
            "home=" + house.root(),
            "-Dlogback.configurationFile=" + house.root() + "/conf/logging.xml",
            "-Xms128m",
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx2g",
            "-Da=b",
            "-cp",
            house.root() + "/launcher/target/peregrine/lib/*",
            "dev.peregrine.launcher.Main",
            "doctor",
            "--set",
            "a=b  c");
  }

  @Test
  void what_measures_is_built_and_run_apart() throws IOException {
    house.jdk("jdk", "25");
    house.maven("");

    var said = house.run("load", "ramp");

    assertThat(said.err()).contains("mvn -q -B -Dmaven.test.skip=true -pl perf -am package");
    assertThat(said.out())
        .contains("-cp\n" + house.root() + "/perf/target/peregrine/lib/*\n")
        .endsWith("dev.peregrine.perf.Main\nload\nramp\n");
  }

  @Test
  void a_jdk_that_is_too_old_is_passed_over() throws IOException {
    house.set("JAVA_HOME", house.jdk("a-old", "17.0.15").toString());
    house.jdk("b-older", "1.8.0_442");
    house.jdk("c-new", "26");

    assertThat(house.run("--version").out()).startsWith("c-new\n");
  }

  @Test
  void java_home_comes_first_if_it_is_new_enough() throws IOException {
    house.jdk("a", "25");
    house.set("JAVA_HOME", house.jdk("b", "25").toString());

    assertThat(house.run("--version").out()).startsWith("b\n");
  }

  @Test
  void a_jdk_without_a_release_file_is_asked() throws IOException {
    Files.delete(house.jdk("asked", "25.0.1").resolve("release"));

    assertThat(house.run("--version").out()).startsWith("asked\n");
  }

  @Test
  void without_a_jdk_it_says_which_one_to_install_and_how() throws IOException {
    house.jdk("old", "21.0.2");
    Files.delete(house.jdk("runtime-only", "25").resolve("bin/javac"));

    var said = house.run("--version");

    assertThat(said.code()).isEqualTo(69);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith("peregrine: no JDK 25 or newer (found: ")
        .contains("old (21))", "apt install openjdk-25-jdk", "brew install openjdk@25", "JAVA_HOME")
        .doesNotContain("runtime-only");
  }

  @Test
  void newer_sources_are_built_once() throws IOException {
    house.jdk("jdk", "25");
    house.maven("exit 0");
    var source = house.root().resolve("modules/bus/src/main/java/Bus.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));

    var first = house.run("--version");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
    var second = house.run("--version");

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).startsWith("jdk\n");
    assertThat(first.err())
        .contains("building (first run takes a minute or two)…")
        .contains("mvn -q -B -Dmaven.test.skip=true -pl launcher -am package")
        .contains("in " + house.root());
    assertThat(second.err()).isEmpty();
  }

  @Test
  void a_build_that_fails_is_tried_again() throws IOException {
    house.jdk("jdk", "25");
    house.maven("exit 1");
    Files.delete(house.stamp());

    var failed = house.run("--version");
    house.maven("exit 0");
    var mended = house.run("--version");

    assertThat(failed.code()).isEqualTo(70);
    assertThat(failed.err()).contains("peregrine: the build failed; see above");
    assertThat(failed.out()).isEmpty();
    assertThat(mended.code()).isZero();
    assertThat(house.root().resolve(".peregrine/building")).doesNotExist();
  }

  @Test
  void a_lock_whose_holder_is_dead_is_taken_over() throws Exception {
    house.jdk("jdk", "25");
    house.maven("exit 0");
    Files.delete(house.stamp());
    var dead = new ProcessBuilder("bash", "-c", "exit").start();
    assertThat(dead.waitFor()).isZero();
    var lock = Files.createDirectories(house.root().resolve(".peregrine/building"));
    Files.writeString(lock.resolve("pid"), Long.toString(dead.pid()));

    assertThat(house.run("--version").code()).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void without_maven_it_says_how_to_get_it() throws IOException {
    house.jdk("jdk", "25");
    Files.delete(house.stamp());

    var said = house.run("--version");

    assertThat(said.code()).isEqualTo(69);
    assertThat(said.err()).contains("no mvn on the PATH", "apt install maven");
  }

  @Test
  void the_first_run_leaves_classes_for_the_next_ones() throws IOException {
    house.jdk("jdk", "25.0.3");

    var first = house.run("run");
    var written = archive(first, "-XX:ArchiveClassesAtExit=");
    Files.writeString(written, "cut off");
    var second = house.run("run");
    Files.write(written, new byte[] {(byte) 0xa8, (byte) 0xab, 0x0b, (byte) 0xf0, 1});
    var third = house.run("run");

    assertThat(archive(second, "-XX:ArchiveClassesAtExit=")).isNotEqualTo(written);
    assertThat(archive(third, "-XX:SharedArchiveFile=")).hasSize(5);
    assertThat(written).doesNotExist();
  }

  private static Path archive(ScriptHouse.Said said, String flag) {
    return said.out()
        .lines()
        .filter(line -> line.startsWith(flag))
        .map(line -> Path.of(line.substring(flag.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + flag + " in\n" + said.out() + said.err()));
  }
}
