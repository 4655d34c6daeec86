package dev.peregrine.launcher.internal;

import dev.peregrine.launcher.internal.cli.Application;
import dev.peregrine.launcher.internal.cli.RunRequest;
import dev.peregrine.launcher.internal.cli.SeedRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A house without rooms: it knows the fixed names of the configuration, and runs nothing.
public final class Unwired implements Application<Unwired.Config> {

  /// The fixed names.
  ///
  /// @param http where the service listens
  /// @param ops where operators listen
  /// @param postgres where data lies
  /// @param redis where the far tier lies
  public record Config(Door http, Door ops, Postgres postgres, Redis redis) {}

  /// Where a server listens.
  ///
  /// @param host name or address
  /// @param port 0 for any that is free
  public record Door(String host, int port) {

    /// Checks the port.
    public Door {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
      }
    }
  }

  /// Where Postgres is.
  ///
  /// @param primary absent: embedded
  /// @param replicas of the primary
  public record Postgres(Optional<URI> primary, List<URI> replicas) {}

  /// Where Redis is.
  ///
  /// @param uri absent: embedded
  public record Redis(Optional<URI> uri) {}

  /// Makes the house.
  public Unwired() {}

  @Override
  public Config defaults() {
    return new Config(
        new Door("127.0.0.1", 8080),
        new Door("127.0.0.1", 9080),
        new Postgres(Optional.empty(), List.of()),
        new Redis(Optional.empty()));
  }

  @Override
  public void run(RunRequest<Config> request) {
    throw new UnsupportedOperationException("run: no rooms in this build");
  }

  @Override
  public void seed(SeedRequest<Config> request) {
    throw new UnsupportedOperationException("seed: no rooms in this build");
  }
}
