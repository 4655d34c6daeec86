package dev.peregrine.launcher.internal.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a profile stands in a file.
enum ProfileFormat {
  /// A page with a flame graph.
  HTML("text/html"),
  /// A recording, for the tools that read such.
  JFR("application/x-jfr");

  private final String mediaType;

  ProfileFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns what was asked for, or what the file's name says, or else HTML.
  static ProfileFormat of(@Nullable ProfileFormat asked, @Nullable Path file) {
    if (asked != null) {
      return asked;
    }
    var recording = file != null && file.toString().toLowerCase(Locale.ROOT).endsWith(".jfr");
    return recording ? JFR : HTML;
  }
}
