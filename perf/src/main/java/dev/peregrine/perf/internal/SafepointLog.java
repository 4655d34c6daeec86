package dev.peregrine.perf.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/// How long a JVM stopped all its threads, which every collector does in its own way: as the JVM
/// logs it. Not safe for several threads.
final class SafepointLog {

  private static final Pattern TOTAL = Pattern.compile("(?m)^Safepoint .*, Total: (\\d+) ns");

  private final Path file;
  private int read;

  /// @param file where the JVM logs; what is there was another's
  SafepointLog(Path file) throws IOException {
    this.file = file;
    Files.deleteIfExists(file);
  }

  /// Stops since the last look.
  ///
  /// @param totalMs together
  /// @param longestMs the longest one
  record Stops(double totalMs, double longestMs) {}

  /// Returns the option that makes a JVM log.
  String flag() {
    return "-Xlog:safepoint:file=" + file + ":none:filecount=0";
  }

  /// Returns what was logged since the last look.
  Stops look() throws IOException {
    var bytes = Files.readAllBytes(file);
    var news = new String(bytes, read, bytes.length - read, StandardCharsets.US_ASCII);
    read = bytes.length;
    var all =
        TOTAL
            .matcher(news)
            .results()
            .mapToDouble(found -> Long.parseLong(found.group(1)) / 1e6)
            .toArray();
    return new Stops(Arrays.stream(all).sum(), Arrays.stream(all).max().orElse(0));
  }
}
