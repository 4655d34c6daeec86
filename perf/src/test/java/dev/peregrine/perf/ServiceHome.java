package dev.peregrine.perf;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A directory from which `./peregrine` runs what was built, with data of its own.
///
/// @param directory holds the script, its configuration and, once it ran, its data
record ServiceHome(Path directory) implements AutoCloseable {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /// Makes one. There are no sources in it, so the script never builds.
  static ServiceHome in(Path directory) throws IOException {
    var built = Files.createDirectories(directory.resolve("launcher/target/peregrine"));
    Files.createSymbolicLink(
        built.resolve("lib"), existing(ROOT.resolve("launcher/target/peregrine/lib")));
    Files.createFile(built.resolve("built"));
    Files.copy(ROOT.resolve("peregrine"), directory.resolve("peregrine"));
    Files.createDirectory(directory.resolve("conf"));
    try (var files = Files.list(ROOT.resolve("conf"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, directory.resolve("conf").resolve(file.getFileName()));
      }
    }
    return new ServiceHome(directory);
  }

  /// Takes the link to what was built away, so that nobody who cleans up can follow it.
  @Override
  public void close() throws IOException {
    Files.delete(directory.resolve("launcher/target/peregrine/lib"));
  }

  /// Returns where the service's Postgres keeps its data.
  Path postgres() {
    return directory.resolve(".peregrine/postgres");
  }

  /// Returns where the service's Redis listens.
  URI redis() throws IOException {
    var log = Files.readString(directory.resolve(".peregrine/redis/redis.log"));
    var port = log.replaceAll("(?s).*\\bport=(\\d+).*", "$1");
    return URI.create("redis://127.0.0.1:" + port);
  }

  /// Returns every process of the servers that the service has started.
  List<ProcessHandle> servers() throws IOException {
    var found = new ArrayList<ProcessHandle>();
    for (var file : List.of("postgres/data/postmaster.pid", "redis/redis.pid")) {
      var path = directory.resolve(".peregrine").resolve(file);
      if (Files.exists(path)) {
        var pid = Files.readString(path).strip().lines().findFirst().orElseThrow();
        ProcessHandle.of(Long.parseLong(pid)).stream()
            .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static Path existing(Path path) {
    if (!Files.isDirectory(path)) {
      throw new IllegalStateException(path + ": not there (expected: the launcher, packaged)");
    }
    return path;
  }
}
