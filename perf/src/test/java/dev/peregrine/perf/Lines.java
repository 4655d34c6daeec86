package dev.peregrine.perf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.function.LongFunction;

/// A text of very many lines that is made while it is read, so it takes no memory.
final class Lines extends InputStream {

  private final LongFunction<String> line;
  private final long end;
  private final Runnable halfway;
  private final long half;
  private long next;
  private byte[] current = new byte[0];
  private int at;

  /// Makes the lines from one number to another.
  ///
  /// @param first number of the first
  /// @param end number behind the last
  /// @param line makes a line with its end
  /// @param halfway runs once, when half of the lines are made
  Lines(long first, long end, LongFunction<String> line, Runnable halfway) {
    this.next = first;
    this.end = end;
    this.half = first + (end - first) / 2;
    this.line = line;
    this.halfway = halfway;
  }

  @Override
  public int read() {
    return fill() ? current[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int most) {
    var written = 0;
    while (written < most && fill()) {
      var length = Math.min(most - written, current.length - at);
      System.arraycopy(current, at, into, offset + written, length);
      at += length;
      written += length;
    }
    return written == 0 && most > 0 ? -1 : written;
  }

  private boolean fill() {
    if (at < current.length) {
      return true;
    }
    if (next == end) {
      return false;
    }
    if (next == half) {
      halfway.run();
    }
    current = line.apply(next++).getBytes(UTF_8);
    at = 0;
    return true;
  }
}
