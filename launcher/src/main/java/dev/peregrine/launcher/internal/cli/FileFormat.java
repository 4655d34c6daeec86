package dev.peregrine.launcher.internal.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How customers stand in a file.
enum FileFormat {
  /// JSON objects, one a line.
  NDJSON("application/x-ndjson"),
  /// A table whose first line names the columns.
  CSV("text/csv");

  private final String mediaType;

  FileFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns what was asked for, or what the file's name says, or else NDJSON.
  static FileFormat of(@Nullable FileFormat asked, Path file) {
    if (asked != null) {
      return asked;
    }
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv") ? CSV : NDJSON;
  }
}
