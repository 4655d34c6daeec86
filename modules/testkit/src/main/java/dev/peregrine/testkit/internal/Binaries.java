package dev.peregrine.testkit.internal;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where server binaries are unpacked: once for the whole project, outside of what a clean build
/// deletes.
public final class Binaries {

  private Binaries() {}

  /// Returns the directory, whether it is there or not.
  public static Path directory() {
    var here = Path.of("").toAbsolutePath();
    var top = here;
    for (var above = here; above != null; above = above.getParent()) {
      if (Files.exists(above.resolve("pom.xml"))) {
        top = above;
      }
    }
    return top.resolve(".peregrine").resolve("binaries");
  }
}
