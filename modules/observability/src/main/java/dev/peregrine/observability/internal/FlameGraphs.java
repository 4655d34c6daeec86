package dev.peregrine.observability.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import one.convert.Arguments;
import one.convert.JfrToFlame;

/// Makes a page with a flame graph of a recording: one file that asks for no other. Blocks.
final class FlameGraphs {

  private static final String SAMPLES = "samples";
  private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("<a href='[^']*'>([^<]*)</a>");

  private FlameGraphs() {}

  /// Writes the page.
  ///
  /// @param event what was looked at
  /// @param recording the file to read
  /// @param page the file to write
  /// @return the content security policy under which the page works and does nothing else
  static String write(ProfileEvent event, Path recording, Path page) throws IOException {
    JfrToFlame.convert(recording.toString(), page.toString(), arguments(event));
    var html = LINK.matcher(Files.readString(page)).replaceAll("$1");
    if (!unit(event).equals(SAMPLES)) {
      html = html.replace("'1 sample'", "'1 " + unit(event) + "'");
      html = html.replace("' samples'", "' " + unit(event) + "'");
    }
    Files.writeString(page, html);
    return policy(html);
  }

  private static Arguments arguments(ProfileEvent event) {
    var arguments = new ArrayList<>(List.of("--title", event.word() + ", by " + unit(event)));
    switch (event) {
      case ALLOC, LOCK -> arguments.addAll(List.of("--" + event.word(), "--total"));
      case WALL, CPU -> arguments.add("--" + event.word());
      case JFR -> {
        // The JVM's samples bear other states than those that `--cpu` picks.
      }
    }
    return new Arguments(arguments.toArray(new String[0]));
  }

  private static String unit(ProfileEvent event) {
    return switch (event) {
      case ALLOC -> "bytes";
      case LOCK -> "nanoseconds";
      case CPU, WALL, JFR -> SAMPLES;
    };
  }

  /// Only the page's own scripts run. Styles stand at its elements, where no digest allows them.
  /// The sandbox keeps it away from what else is served here.
  private static String policy(String html) {
    var policy = new StringBuilder("default-src 'none'; script-src");
    var scripts = SCRIPT.matcher(html);
    while (scripts.find()) {
      policy.append(" 'sha256-").append(sha256(scripts.group(1))).append('\'');
    }
    return policy
        .append("; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; ")
        .append("frame-ancestors 'self'; sandbox allow-scripts allow-modals")
        .toString();
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException thrown) {
      throw new IllegalStateException("every JVM has SHA-256", thrown);
    }
  }
}
