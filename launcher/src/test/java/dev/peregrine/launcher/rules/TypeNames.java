package dev.peregrine.launcher.rules;

import com.sun.source.tree.ClassTree;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The simple names of all types that a document may speak of.
final class TypeNames {

  private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private TypeNames() {}

  /// Returns the names of the types in the repository's sources, tests too.
  static Set<String> ours() {
    return Source.all().stream()
        .flatMap(source -> source.types().stream())
        .map(type -> ((ClassTree) type.getLeaf()).getSimpleName().toString())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Returns the names of the types of the JDK and of the libraries on the class path.
  static Set<String> ofOthers() {
    var names = new HashSet<String>();
    PATH_SEPARATOR
        .splitAsStream(Broken.classPath())
        .filter(entry -> entry.endsWith(".jar") && !entry.contains("peregrine-"))
        .forEach(jar -> names.addAll(inJar(jar)));
    try (var files =
        Files.walk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules"))) {
      names.addAll(simpleNames(files.map(Path::toString)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return names;
  }

  private static Set<String> inJar(String jar) {
    try (var zip = new ZipFile(jar)) {
      return simpleNames(zip.stream().map(ZipEntry::getName));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(jar, unreadable);
    }
  }

  private static Set<String> simpleNames(Stream<String> files) {
    return files
        .filter(file -> file.endsWith(".class"))
        .map(file -> file.substring(0, file.length() - ".class".length()))
        .map(file -> file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('$')) + 1))
        .collect(Collectors.toUnmodifiableSet());
  }
}
