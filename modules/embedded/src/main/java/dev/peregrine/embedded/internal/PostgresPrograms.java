package dev.peregrine.embedded.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.security.auth.module.UnixSystem;
import dev.peregrine.embedded.EmbeddedServerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The Postgres programs, run as somebody whom they accept.
final class PostgresPrograms {

  private static final List<String> NOT_AS_ROOT = List.of("unshare", "-U");

  private final Path bin;
  private final List<String> prefix;

  private PostgresPrograms(Path bin, List<String> prefix) {
    this.bin = bin;
    this.prefix = prefix;
  }

  /// Postgres refuses to run as root; in a user namespace of its own it is nobody, and yet may use
  /// root's files.
  static PostgresPrograms in(Path binaries) {
    var root = new UnixSystem().getUid() == 0;
    if (root && !mayUnshare()) {
      throw new EmbeddedServerException(
          "this process runs as root, Postgres refuses to, and no user namespace is to be had here"
              + " (unshare -U): run as an ordinary user, or set peregrine.postgres.primary to the"
              + " URI of a server of your own");
    }
    return new PostgresPrograms(binaries.resolve("bin"), root ? NOT_AS_ROOT : List.of());
  }

  private static boolean mayUnshare() {
    var probe = new ArrayList<>(NOT_AS_ROOT);
    probe.add("true");
    return Commands.run(probe, "").exit() == 0;
  }

  /// Runs one that has to succeed; returns what it said.
  @CanIgnoreReturnValue
  String run(String program, List<String> arguments, String input) {
    var result = tryRun(program, arguments, input);
    if (result.exit() != 0) {
      throw new EmbeddedServerException(
          program
              + " "
              + String.join(" ", arguments)
              + " failed with exit code "
              + result.exit()
              + " (where Postgres cannot run, set peregrine.postgres.primary to the URI of a server"
              + " of your own):\n"
              + result.output().strip());
    }
    return result.output();
  }

  Commands.Result tryRun(String program, List<String> arguments, String input) {
    var command = new ArrayList<>(prefix);
    command.add(bin.resolve(program).toString());
    command.addAll(arguments);
    return Commands.run(command, input);
  }
}
