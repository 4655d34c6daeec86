package dev.peregrine.customers.internal;

import dev.peregrine.customers.internal.BulkPort.Mark;
import java.util.Arrays;

/// Cuts a stream of bytes into lines, however it is cut into pieces.
///
/// A line ends with LF or CR LF. Holds at most one line of the limit; of a longer one nothing but
/// its number. A byte order mark at the start is dropped. Confined to one context.
final class LineSplitter {

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int FIRST_CAPACITY = 512;

  private final int limit;
  private final Taker taker;
  private byte[] held = new byte[FIRST_CAPACITY];
  private int length;
  private boolean tooLong;
  private long lines;
  private long bytes;
  private long fed;

  /// Takes lines.
  interface Taker {

    /// Takes a line.
    ///
    /// @param number where it stands, from 1
    /// @param bytes without its end
    void line(long number, byte[] bytes);

    /// Hears of a line that is longer than the limit.
    ///
    /// @param number where it stands, from 1
    void tooLong(long number);
  }

  /// Makes it.
  ///
  /// @param from where the stream begins within a longer one
  LineSplitter(Mark from, int limit, Taker taker) {
    this.limit = limit;
    this.taker = taker;
    this.lines = from.lines();
    this.bytes = from.bytes();
    this.fed = from.bytes();
  }

  /// Returns how far the lines reach that were taken, with the one that is being taken.
  Mark mark() {
    return new Mark(lines, bytes);
  }

  /// Takes the next piece.
  void feed(byte[] piece) {
    var start = 0;
    for (var at = 0; at < piece.length; at++) {
      if (piece[at] == '\n') {
        hold(piece, start, at);
        emit(fed + at + 1);
        start = at + 1;
      }
    }
    hold(piece, start, piece.length);
    fed += piece.length;
  }

  /// Takes the end: what is held is the last line, unless nothing is.
  void end() {
    if (length > 0 || tooLong) {
      emit(fed);
    }
  }

  private void hold(byte[] piece, int from, int to) {
    var more = to - from;
    // One more for the CR of a line that is just as long as it may be.
    if (tooLong || length + more > limit + 1) {
      tooLong = true;
      length = 0;
      return;
    }
    if (length + more > held.length) {
      held = Arrays.copyOf(held, Math.min(limit + 1, Math.max(length + more, 2 * held.length)));
    }
    System.arraycopy(piece, from, held, length, more);
    length += more;
  }

  private void emit(long end) {
    lines++;
    bytes = end;
    var to = length > 0 && held[length - 1] == '\r' ? length - 1 : length;
    var from = lines == 1 && startsWithMark() ? MARK.length : 0;
    if (tooLong || to - from > limit) {
      taker.tooLong(lines);
    } else {
      taker.line(lines, Arrays.copyOfRange(held, from, Math.max(from, to)));
    }
    length = 0;
    tooLong = false;
  }

  private boolean startsWithMark() {
    return length >= MARK.length && Arrays.equals(held, 0, MARK.length, MARK, 0, MARK.length);
  }
}
