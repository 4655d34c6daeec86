package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Unpacks the server binaries that jars on the class path carry, each once.
public final class Binaries {

  private static final int OWNER_EXECUTES = 0100;

  private Binaries() {}

  /// Returns the directory of the Postgres binaries, with bin, lib and share in it.
  ///
  /// @param under where they are, or are put
  /// @throws EmbeddedServerException if there are none for this platform
  public static Path postgres(Path under) {
    var resource = postgresResource(Platform.current());
    return unpackOnce(under, "postgres", resource, Binaries::unpackTar);
  }

  /// Returns the Redis server binary.
  ///
  /// @param under where it is, or is put
  /// @throws EmbeddedServerException if there is none for this platform
  public static Path redis(Path under) {
    var resource = redisResource(Platform.current());
    return unpackOnce(under, "redis", resource, Binaries::copyExecutable).resolve("redis-server");
  }

  static URL postgresResource(Platform platform) {
    var name = "/postgres-" + platform.system() + "-" + platform.processor() + ".txz";
    return carried("Postgres", platform, name, "peregrine.postgres.primary");
  }

  static URL redisResource(Platform platform) {
    // The jar's file for Macs on ARM is the other one, too: the system translates it.
    var processor =
        platform.processor().equals("x86_64") || platform.system().equals("darwin")
            ? "amd64"
            : platform.processor().replace("_", "");
    var name = "/redis-server-7.0.9-" + platform.system() + "-" + processor;
    return carried("Redis", platform, name, "peregrine.redis.uri");
  }

  private static URL carried(String server, Platform platform, String name, String setting) {
    var resource = Binaries.class.getResource(name);
    if (resource == null) {
      throw new EmbeddedServerException(
          "no embedded "
              + server
              + " for "
              + platform
              + " (no "
              + name
              + " on the class path): set "
              + setting
              + " to the URI of a server of your own");
    }
    return resource;
  }

  private static Path unpackOnce(Path under, String name, URL resource, Unpacker unpacker) {
    try {
      var connection = resource.openConnection();
      var mark =
          connection instanceof JarURLConnection jar
              ? Long.toHexString(jar.getJarEntry().getCrc())
              : Long.toString(connection.getContentLengthLong());
      var target = under.resolve(name + "-" + mark);
      if (Files.isDirectory(target)) {
        return target;
      }
      Files.createDirectories(under);
      var temporary = Files.createDirectory(under.resolve("." + name + "-" + UUID.randomUUID()));
      try (var in = new BufferedInputStream(resource.openStream())) {
        unpacker.unpack(in, temporary);
      }
      moveOrDrop(temporary, target);
      return target;
    } catch (IOException thrown) {
      throw new EmbeddedServerException(
          "the " + name + " binaries could not be unpacked under " + under, thrown);
    }
  }

  /// Two processes may unpack at the same time: one wins, both use what is there then.
  private static void moveOrDrop(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException thrown) {
      Directories.delete(temporary);
      if (!Files.isDirectory(target)) {
        throw thrown;
      }
    }
  }

  private static void copyExecutable(InputStream in, Path target) throws IOException {
    var file = target.resolve("redis-server");
    Files.copy(in, file);
    makeExecutable(file);
  }

  private static void unpackTar(InputStream in, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpackEntry(tar, entry, target);
      }
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    var file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("an entry that leaves the directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    if ((entry.getMode() & OWNER_EXECUTES) != 0) {
      makeExecutable(file);
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @FunctionalInterface
  private interface Unpacker {
    void unpack(InputStream in, Path target) throws IOException;
  }
}
