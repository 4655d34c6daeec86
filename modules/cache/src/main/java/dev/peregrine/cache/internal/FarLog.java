package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The reading end of a namespace's invalidation log. Confined to the context that opened it.
public interface FarLog {

  /// Where a node starts to follow the log.
  ///
  /// @param position the end of the log
  /// @param rules evictions by tag, pattern or region that were written before, with their
  ///   positions
  /// @param floor everything up to here was evicted
  /// @param identity of the history that the log belongs to; another one after a fail-over
  record Start(long position, Map<Eviction, Long> rules, long floor, String identity) {

    /// Copies.
    public Start {
      rules = Map.copyOf(rules);
    }
  }

  /// What a node asks for.
  ///
  /// @param cursor how far it has applied the log
  /// @param acknowledge whether it tells so
  /// @param identify whether it wants to know the log's identity
  record Poll(long cursor, boolean acknowledge, boolean identify) {}

  /// One record of the log.
  ///
  /// @param position its place
  /// @param eviction what it evicts; empty for what this version does not know, or that evicts
  ///   nothing
  /// @param everything whether it evicts everything of every region
  record Entry(long position, Optional<Eviction> eviction, boolean everything) {}

  /// What the log had.
  ///
  /// @param entries those behind the cursor, in order, at most [#BATCH]
  /// @param continued whether the record at the cursor is still there: if not, history was lost
  /// @param identity of the log, read after the entries; empty when it was not asked for
  record News(List<Entry> entries, boolean continued, Optional<String> identity) {

    /// Copies.
    public News {
      entries = List.copyOf(entries);
    }
  }

  /// Most entries of one poll.
  int BATCH = 512;

  /// How long a poll waits for something new, in milliseconds.
  int BLOCK_MS = 100;

  /// Starts to follow. When the log's identity is another than the last that was seen by any node,
  /// acknowledged evictions may be lost, so everything older is evicted. From now on fences wait
  /// for this node.
  ///
  /// @param node whose name it is followed under
  Future<Start> hello(String node);

  /// Reads on, waiting a moment if there is nothing new.
  ///
  /// @param node whose name it is followed under
  /// @param poll from where
  Future<News> poll(String node, Poll poll);

  /// As [FarStore#evict], over this way.
  ///
  /// @param evictions what is evicted
  Future<List<Long>> evict(List<Eviction> evictions);

  /// Stops to follow.
  ///
  /// @param node whose name it was followed under
  Future<Void> leave(String node);

  /// Closes the way.
  Future<Void> close();
}
