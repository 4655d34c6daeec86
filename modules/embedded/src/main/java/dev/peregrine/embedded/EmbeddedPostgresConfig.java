package dev.peregrine.embedded;

import dev.peregrine.embedded.internal.Ports;
import java.nio.file.Path;

/// Where an embedded Postgres lives and what it promises.
///
/// @param directory holds the data and the log; kept from start to start, made when absent
/// @param binaries holds the unpacked binaries (about 60 MB); may be shared by any number of
///   servers
/// @param port of 127.0.0.1, 0 for a free one
/// @param durable whether a commit survives a power cut, as on a real server; false only for tests,
///   which start and commit faster without
public record EmbeddedPostgresConfig(Path directory, Path binaries, int port, boolean durable) {

  /// Checks the port and makes both paths absolute.
  public EmbeddedPostgresConfig {
    Ports.check("postgres.port", port);
    directory = directory.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
  }
}
