package dev.peregrine.embedded.internal;

import java.util.Locale;

/// An operating system and a processor, in the words of the jars that carry binaries.
///
/// @param system linux, darwin, or another in its own words
/// @param processor x86_64, arm_64, or another in its own words
public record Platform(String system, String processor) {

  /// Returns the one that this JVM runs on.
  public static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String osName, String osArch) {
    var name = osName.toLowerCase(Locale.ROOT);
    var arch = osArch.toLowerCase(Locale.ROOT);
    var system = name.startsWith("mac") ? "darwin" : name;
    var processor =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    return new Platform(system, processor);
  }

  @Override
  public String toString() {
    return system + " on " + processor;
  }
}
