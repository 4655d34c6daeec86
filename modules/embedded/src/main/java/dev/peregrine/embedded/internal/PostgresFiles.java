package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The files of one Postgres: its data, made once, its settings, written at each start, its log.
///
/// @param programs runs the binaries
/// @param directory holds the rest
/// @param database the one that is made with the data
/// @param more settings beside the usual ones, a line each
record PostgresFiles(PostgresPrograms programs, Path directory, String database, String more) {

  private static final long LOG_BYTES = 10L << 20;
  private static final long TAIL_BYTES = 4_000;

  Path data() {
    return directory.resolve("data");
  }

  Path log() {
    return directory.resolve("postgres.log");
  }

  /// Makes the data when there is none: elsewhere, then moved, so that it is there whole or not at
  /// all.
  void createIfAbsent(boolean durable) throws IOException {
    if (Files.exists(data())) {
      return;
    }
    var fresh = directory.resolve("data.new");
    Directories.delete(fresh);
    var command = new ArrayList<>(List.of("-D", fresh.toString(), "-U", "postgres", "-A", "trust"));
    command.addAll(List.of("-E", "UTF8", "--locale=C", "--locale-provider=builtin"));
    command.addAll(List.of("--builtin-locale=C.UTF-8", "--no-instructions"));
    if (!durable) {
      command.add("--no-sync");
    }
    programs.run("initdb", command, "");
    Files.writeString(
        fresh.resolve("postgresql.conf"),
        "\ninclude_if_exists = 'peregrine.conf'\n",
        StandardOpenOption.APPEND);
    var single = new ArrayList<>(List.of("--single", "-D", fresh.toString()));
    single.addAll(durable ? List.of("postgres") : List.of("-F", "postgres"));
    programs.run("postgres", single, "create database " + database + "\n");
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Settings that `alter system` may still override, all but the address.
  void writeSettings(int port, boolean durable) throws IOException {
    var safe = durable ? "on" : "off";
    Files.writeString(
        data().resolve("peregrine.conf"),
        """
        # Written at each start; your own settings: alter system set … = …
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 100
        fsync = %s
        synchronous_commit = %s
        full_page_writes = %s
        shared_preload_libraries = 'pg_stat_statements'
        timezone = 'UTC'
        log_timezone = 'UTC'
        # A failed statement is told to who sent it; here it would only fill the disk.
        log_min_messages = log
        log_checkpoints = off
        # A replica that is gone keeps no more than this of the log for its return.
        max_slot_wal_keep_size = '256MB'
        %s
        """
            .formatted(port, safe, safe, safe, more));
  }

  /// Deletes what a process that is no more wrote about itself.
  void forgetProcess() {
    try {
      Files.deleteIfExists(data().resolve("postmaster.pid"));
    } catch (IOException thrown) {
      throw new EmbeddedServerException(data() + " could not be cleared", thrown);
    }
  }

  /// Begins a new log when the old one has grown; one old one is kept.
  void turnLog() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LOG_BYTES) {
      Files.move(log(), directory.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// What it logged since the log was of that size, at most the last few thousand bytes.
  String logSince(long sizeBytes) throws IOException {
    if (!Files.exists(log())) {
      return "(no log)";
    }
    try (var in = Files.newInputStream(log())) {
      in.skipNBytes(Math.max(sizeBytes, Files.size(log()) - TAIL_BYTES));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
