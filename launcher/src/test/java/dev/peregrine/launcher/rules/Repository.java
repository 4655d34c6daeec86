package dev.peregrine.launcher.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The repository that the rules look at: its files, and the rooms that are there.
///
/// Paths are relative to its root. A file counts when git tracks it or would; without git, when it
/// does not lie in a build or dot folder.
final class Repository {

  private static final Pattern NUL = Pattern.compile("\0");
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

  private static final Repository HERE = new Repository(findRoot(Path.of("").toAbsolutePath()));

  private final Path root;
  private final List<Path> files;

  Repository(Path root) {
    this.root = root;
    var listed = listedByGit(root);
    this.files = listed.contains(Path.of("pom.xml")) ? listed : walked(root);
  }

  /// Returns the repository that this test runs in.
  static Repository here() {
    return HERE;
  }

  Path root() {
    return root;
  }

  /// Returns the files for which the test holds, sorted, with their text.
  Map<Path, String> texts(Predicate<String> path) {
    var texts = new TreeMap<Path, String>();
    files.stream()
        .filter(file -> path.test(unix(file)))
        .forEach(file -> texts.put(file, read(file)));
    return texts;
  }

  List<Path> files() {
    return files;
  }

  /// Returns the folders that hold a room: everything below modules, the launcher and perf, as far
  /// as they are there.
  List<Path> roomFolders() {
    return files.stream()
        .filter(file -> file.endsWith("pom.xml") && file.getNameCount() > 1)
        .map(Path::getParent)
        .filter(folder -> unix(folder).matches("modules/[^/]+|launcher|perf"))
        .toList();
  }

  /// Returns the names of the rooms below modules that have code already.
  List<String> roomsWithCode() {
    return roomFolders().stream()
        .filter(folder -> folder.startsWith("modules"))
        .filter(folder -> has(folder.resolve("src/main/java/module-info.java")))
        .map(folder -> folder.getFileName().toString())
        .toList();
  }

  boolean has(Path file) {
    return files.contains(file);
  }

  String read(Path file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Returns the path with slashes, whatever the machine calls them.
  static String unix(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static Path findRoot(Path from) {
    return Stream.iterate(from, folder -> folder != null, Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve("modules")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no folder above " + from + " has modules"));
  }

  private static List<Path> listedByGit(Path root) {
    var command =
        List.of("git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard");
    try {
      var git =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (git.waitFor() != 0) {
        return List.of();
      }
      return NUL.splitAsStream(output)
          .filter(name -> !name.isEmpty())
          .map(Path::of)
          .filter(file -> Files.isRegularFile(root.resolve(file)))
          .sorted()
          .toList();
    } catch (IOException noGit) {
      return List.of();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while git listed its files", interrupted);
    }
  }

  private static List<Path> walked(Path root) {
    var found = new ArrayList<Path>();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            var name = folder.getFileName().toString();
            var ours = folder.equals(root) || name.equals(".ci") || !name.startsWith(".");
            return ours && !NOT_OURS.contains(name)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(root.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(root, visitor);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return found.stream().sorted().toList();
  }
}
