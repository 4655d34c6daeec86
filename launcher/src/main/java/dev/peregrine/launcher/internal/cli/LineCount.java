package dev.peregrine.launcher.internal.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Counts the lines of what is read through it.
final class LineCount extends FilterInputStream {

  private final LongConsumer counted;

  LineCount(InputStream from, LongConsumer counted) {
    super(from);
    this.counted = counted;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    var length = super.read(into, offset, most);
    var lines = 0;
    for (var i = 0; i < length; i++) {
      if (into[offset + i] == '\n') {
        lines++;
      }
    }
    counted.accept(lines);
    return length;
  }
}
