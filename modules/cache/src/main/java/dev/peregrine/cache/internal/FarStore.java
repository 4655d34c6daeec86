package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The entries and leases of one namespace in the far tier, and the writing end of its invalidation
/// log. Confined to the context that opened it.
public interface FarStore {

  /// What is held for a key.
  ///
  /// @param bytes as [EntryFormat] wrote them, if nobody else wrote there
  /// @param readAtMs when, on the far tier's own clock, which also stamped the entry
  record Held(Buffer bytes, long readAtMs) {

    /// Returns what tells this entry from the one that fills its place next.
    Buffer mark() {
      return EntryFormat.mark(bytes);
    }
  }

  /// A key whose lease is asked for.
  ///
  /// @param record region and key
  /// @param seen the mark of the entry that would not do, without bytes if there was none: if
  ///   another is there by now, no lease is given, since its filler was faster; empty: whatever is
  ///   there
  record Wanted(String record, Optional<Buffer> seen) {

    static Wanted whateverIsThere(String record) {
      return new Wanted(record, Optional.empty());
    }

    static Wanted unlessFilled(String record, Optional<Held> seen) {
      return new Wanted(record, Optional.of(seen.map(Held::mark).orElseGet(Buffer::buffer)));
    }
  }

  /// The right to fill keys, alive until a key is invalidated or the lease runs out (leases, NSDI
  /// 2013 §3.2.1).
  ///
  /// @param token shown again when filling
  /// @param granted for each key whether it was given; if not, somebody else holds it, or has
  ///   filled the entry already
  /// @param position end of the invalidation log, read after the lease and before the load
  record Leases(String token, List<Boolean> granted, long position) {

    /// Copies.
    public Leases {
      granted = List.copyOf(granted);
    }
  }

  /// What fills an entry.
  ///
  /// @param record region and key
  /// @param entry as [EntryFormat] writes it
  /// @param lifeMs how long it is held
  record Filling(String record, Buffer entry, long lifeMs) {}

  /// What is put whatever was there.
  ///
  /// @param filling the entry
  /// @param expected the position that the entry there must have; 0: there must be none; empty:
  ///   whatever is there
  record Putting(Filling filling, OptionalLong expected) {}

  /// Reads entries, in one exchange however many.
  ///
  /// @param records region and key of each
  Future<List<Optional<Held>>> get(List<String> records);

  /// Asks for the right to fill entries, in one exchange however many.
  ///
  /// @param wanted which
  Future<Leases> lease(List<Wanted> wanted);

  /// Fills those entries whose lease is still alive.
  ///
  /// @param token that of the leases
  /// @param fillings what fills them
  /// @return for each whether it was filled
  Future<List<Boolean>> fill(String token, List<Filling> fillings);

  /// Gives leases back that will fill nothing, so that others need not wait for them.
  ///
  /// @param token that of the leases
  /// @param records region and key of each
  Future<Void> release(String token, List<String> records);

  /// Writes evictions to the log and deletes the entries and leases of those that are of one key,
  /// in one step.
  ///
  /// @param evictions what is evicted
  /// @return their positions, in order
  Future<List<Long>> evict(List<Eviction> evictions);

  /// Writes an entry, and that of its key in the log, in one step.
  ///
  /// @param putting what, and on which condition
  /// @return the position, which the entry bears; empty when the condition did not hold
  Future<OptionalLong> put(Putting putting);

  /// Returns how far each node that follows the log has told that it has applied it.
  Future<Map<String, Long>> followers();

  /// Forgets followers that have told nothing for a minute.
  Future<Void> forgetSilentFollowers();

  /// Closes the way.
  Future<Void> close();
}
