package dev.peregrine.launcher;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A copy of the project's skeleton, with a blank in its path and nothing real behind it.
final class ScriptHouse {

  /// What the script may call; neither a JDK nor Maven is among it.
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "cksum",
          "cut",
          "date",
          "dirname",
          "find",
          "head",
          "mkdir",
          "mv",
          "od",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tr");

  private final Path root;
  private final Path tools;
  private final Path jdks;
  private final Map<String, String> variables = new TreeMap<>();

  /// What a process has said.
  record Said(int code, String out, String err) {}

  private ScriptHouse(Path directory) throws IOException {
    root = Files.createDirectories(directory.resolve("my house"));
    tools = Files.createDirectories(directory.resolve("tools"));
    jdks = Files.createDirectories(directory.resolve("jdks"));
  }

  /// Builds a house whose sources are older than its build.
  static ScriptHouse in(Path temporary) throws IOException {
    var house = new ScriptHouse(temporary.toRealPath());
    // The machine's own JDKs are out of sight.
    Files.writeString(
        house.script(),
        Files.readString(Path.of("../peregrine"))
            .replace("/usr/lib/jvm/", house.jdks + "/")
            .replace("/Library/Java", house.jdks + "/none")
            .replace("/opt/homebrew", house.jdks + "/none")
            .replace("/usr/local/opt", house.jdks + "/none")
            .replace("/usr/libexec/java_home", house.jdks + "/none"));
    house.write(
        "conf/jvm.options", "# flags\n\n  -Xms128m  \r\n--enable-native-access=ALL-UNNAMED");
    house.write("pom.xml", "<project/>");
    house.write("modules/bus/src/main/java/Bus.java", "class Bus {}");
    for (var tool : TOOLS) {
      Files.createSymbolicLink(house.tools.resolve(tool), installed(tool));
    }
    Files.createDirectories(house.stamp().getParent());
    Files.writeString(house.stamp(), "1");
    house.variables.put("PATH", house.tools.toString());
    house.variables.put("HOME", temporary.toString());
    return house;
  }

  Path root() {
    return root;
  }

  Path script() {
    return root.resolve("peregrine");
  }

  Path stamp() {
    return root.resolve("launcher/target/peregrine/built");
  }

  void set(String variable, String value) {
    variables.put(variable, value);
  }

  /// Installs a JDK that says its name, its home and its arguments, a line each.
  @CanIgnoreReturnValue
  Path jdk(String name, String version) throws IOException {
    var home = Files.createDirectories(jdks.resolve(name));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    program(
        home.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026-01-01' >&2; exit; fi
        printf '%%s\\n' '%s' "home=$PEREGRINE_HOME" "$@"
        """
            .formatted(version, name));
    program(home.resolve("bin/javac"), "exit 1");
    return home;
  }

  /// Installs a Maven that says how it was called.
  void maven(String end) throws IOException {
    program(tools.resolve("mvn"), "echo \"mvn $*\"\necho \"in $PWD\"\n" + end);
  }

  Said run(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("bash", script().toString()));
    command.addAll(List.of(arguments));
    return execute(command);
  }

  Said execute(List<String> command) throws IOException {
    var out = Files.createTempFile(jdks, "out", ".txt");
    var err = Files.createTempFile(jdks, "err", ".txt");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    var process = builder.start();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("no end after 30 s: " + Files.readString(err));
      }
      return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    } finally {
      process.destroyForcibly();
    }
  }

  private void write(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    var old = FileTime.from(Instant.now().minusSeconds(60));
    for (var path = file; !path.equals(root); path = path.getParent()) {
      Files.setLastModifiedTime(path, old);
    }
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + ": cannot be made executable");
    }
  }

  private static Path installed(String tool) {
    for (var directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
      var file = Path.of(directory, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError(tool + ": not on the PATH");
  }
}
