package dev.peregrine.bus;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the time of one piece of work went.
///
/// Confined to the context of whoever made it. What an answerer spends comes back as a copy beside
/// its answer, from other nodes in a header, and is added to what the asker spent, so that no two
/// threads share an account. Parts that ran at the same time are added up: together they may be
/// longer than the whole.
public final class Spent {

  /// What time can be spent on.
  public enum Part {
    /// Reading what a client sends.
    RECEIVE(0),
    /// Asking the far tier of the cache, and waiting for what another asks of it.
    CACHE(1),
    /// Waiting for the database, its pool included.
    DATABASE(2),
    /// Between rooms: on the way, in the queue of an event loop, or waiting for an answer that did
    /// not come.
    BUS(3);

    /// Its place in an account; fixed, since nodes of another version read it, too.
    private final int place;

    Part(int place) {
      this.place = place;
    }
  }

  private static final Part[] PARTS = Part.values();
  private static final char SEPARATOR = ',';

  private final long[] nanos = new long[PARTS.length];

  /// Opens an account in which nothing was spent.
  public Spent() {}

  /// Adds to a part.
  ///
  /// @param part on what
  /// @param spentNanos how much; what is negative counts as nothing
  public void add(Part part, long spentNanos) {
    nanos[part.place] += Math.max(0, spentNanos);
  }

  /// Returns what was spent on a part.
  ///
  /// @param part on what
  public long nanos(Part part) {
    return nanos[part.place];
  }

  /// Returns what was spent on all parts.
  public long sum() {
    var sum = 0L;
    for (var one : nanos) {
      sum += one;
    }
    return sum;
  }

  /// Adds the time until some work is done, without what the work itself adds to other parts.
  ///
  /// @param part on what
  /// @param work begins it
  /// @return the work, accounted for before whoever waits for it goes on
  public <T> Future<T> during(Part part, Supplier<Future<T>> work) {
    var start = System.nanoTime();
    var before = sum();
    return work.get().onComplete(done -> add(part, System.nanoTime() - start - (sum() - before)));
  }

  /// Returns an account of its own with the same in it, for somebody else to read.
  public Spent copy() {
    var copy = new Spent();
    System.arraycopy(nanos, 0, copy.nanos, 0, nanos.length);
    return copy;
  }

  /// Returns what an answer tells of the time that it took: all of it, then the parts.
  ///
  /// @param allNanos from the question's arrival on
  public String told(long allNanos) {
    var text = new StringBuilder(40).append(allNanos);
    for (var one : nanos) {
      text.append(SEPARATOR).append(one);
    }
    return text.toString();
  }

  /// Adds what an answer told of its time; the rest of the wait for it was spent on the way. What
  /// cannot be read counts as told nothing.
  void addTold(@Nullable String told, long waitedNanos) {
    var figures = told == null ? null : read(told);
    if (figures == null) {
      add(Part.BUS, waitedNanos);
      return;
    }
    add(Part.BUS, waitedNanos - figures[0]);
    for (var part : PARTS) {
      add(part, Math.min(figures[part.place + 1], waitedNanos));
    }
  }

  /// Adds what an answer of this process told of its time; the rest of the wait was spent on the
  /// way.
  void addTold(Spent told, long tookNanos, long waitedNanos) {
    add(Part.BUS, waitedNanos - tookNanos);
    for (var part : PARTS) {
      add(part, told.nanos(part));
    }
  }

  private static long @Nullable [] read(String told) {
    var figures = new long[PARTS.length + 1];
    var from = 0;
    try {
      for (var i = 0; i < figures.length; i++) {
        var to = i == PARTS.length ? told.length() : told.indexOf(SEPARATOR, from);
        figures[i] = Long.parseLong(told, from, to, 10);
        from = to + 1;
      }
      return figures;
    } catch (NumberFormatException | IndexOutOfBoundsException foreign) {
      return null;
    }
  }
}
