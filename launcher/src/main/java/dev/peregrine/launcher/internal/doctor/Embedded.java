package dev.peregrine.launcher.internal.doctor;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Looks whether the embedded servers can run here.
///
/// @param postgres whether the configuration wants an embedded Postgres
/// @param redis whether it wants an embedded Redis
record Embedded(boolean postgres, boolean redis) {

  private static final int TIMEOUT_S = 5;
  private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64", "arm64");

  /// Looks whether there are binaries for a machine.
  Finding binaries(Checks.Platform platform) {
    var seen = platform.system() + " " + platform.processor() + (platform.musl() ? " (musl)" : "");
    if (!postgres && !redis) {
      return new Finding.Well("none needed");
    }
    var system = platform.system().toLowerCase(Locale.ROOT);
    var known =
        ((system.contains("linux") && !platform.musl()) || system.contains("mac"))
            && PROCESSORS.contains(platform.processor().toLowerCase(Locale.ROOT));
    return known
        ? new Finding.Well("there are binaries for " + seen)
        : new Finding.Sick(
            "no binaries for "
                + seen
                + " (expected: Linux with glibc or macOS, on x86-64 or arm64)",
            "run your own and set "
                + (postgres ? "PEREGRINE_POSTGRES_PRIMARY=postgresql://…" : "")
                + (postgres && redis ? " and " : "")
                + (redis ? "PEREGRINE_REDIS_URI=redis://…" : ""));
  }

  /// Looks whether root may start Postgres, which refuses to run as root: it gets a user namespace
  /// of its own.
  ///
  /// @param command exits with 0 where that works
  static Finding namespaces(String... command) {
    var cure =
        "run peregrine as another user, allow user namespaces, or set PEREGRINE_POSTGRES_PRIMARY";
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Finding.Sick(String.join(" ", command) + ": no end after 5 s", cure);
      }
      return process.exitValue() == 0
          ? new Finding.Well("root may start Postgres in one")
          : new Finding.Sick("root, and user namespaces are not allowed here", cure);
    } catch (IOException missing) {
      return new Finding.Sick("root, and there is no command " + command[0], cure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Finding.Sick("interrupted", "run doctor again");
    }
  }
}
