package dev.peregrine.perf.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// How long processes have kept a core busy, as Linux counts it: in hundredths of a second.
final class ProcessorTime {

  private static final long TICK_MS = 10;

  /// The fields of `/proc/PID/stat` behind the name: utime, stime, cutime and cstime, from 0.
  private static final int FIRST_FIELD = 11;

  private static final int OWN_FIELDS = 2;
  private static final int FIELDS = 4;

  private ProcessorTime() {}

  /// Returns the time of a process alone.
  static Duration of(ProcessHandle process) {
    return Duration.ofMillis(TICK_MS * ticks(process.pid(), OWN_FIELDS));
  }

  /// Returns the time of a process and all its descendants, those that have ended included.
  static Duration ofTree(ProcessHandle process) {
    var all = Stream.concat(Stream.of(process), process.descendants());
    return Duration.ofMillis(TICK_MS * all.mapToLong(one -> ticks(one.pid(), FIELDS)).sum());
  }

  private static long ticks(long pid, int count) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      var sum = 0L;
      for (var field = FIRST_FIELD; field < FIRST_FIELD + count; field++) {
        sum += Long.parseLong(fields[field]);
      }
      return sum;
    } catch (NoSuchFileException ended) {
      // Its time is in its parent's by now.
      return 0;
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }
}
