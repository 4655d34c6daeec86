package dev.peregrine.cache;

import io.vertx.core.Future;
import java.util.SplittableRandom;

/// What goes wrong with a far tier, for tests of those who use the cache. Called on event loops.
public interface Disturbance {

  /// What the far tier can be asked.
  enum Operation {
    /// Entries are read.
    GET,
    /// The right to fill entries is asked for.
    LEASE,
    /// Entries are filled.
    FILL,
    /// A lease is given back.
    RELEASE,
    /// Evictions are written to the log.
    EVICT,
    /// An entry is put.
    PUT,
    /// It is asked how far nodes have followed the log.
    FOLLOWERS,
    /// A node starts to follow the log.
    HELLO,
    /// A node reads on in the log.
    POLL
  }

  /// Delays an operation until the future is completed, or fails it before it has begun.
  ///
  /// @param operation what is about to be done
  Future<Void> before(Operation operation);

  /// Delays the answer, or fails the operation although it has been carried out.
  ///
  /// @param operation what was done
  Future<Void> after(Operation operation);

  /// Returns a disturbance that fails a share of all operations, half of them after they were
  /// carried out: the reply is lost.
  ///
  /// @param share from 0, none, to 1, all
  /// @param seed the same seed gives the same faults for the same operations in the same order
  static Disturbance failing(double share, long seed) {
    var random = new SplittableRandom(seed);
    return new Disturbance() {
      @Override
      public Future<Void> before(Operation operation) {
        return perhaps();
      }

      @Override
      public Future<Void> after(Operation operation) {
        return perhaps();
      }

      private synchronized Future<Void> perhaps() {
        return random.nextDouble() < share / 2
            ? Future.failedFuture("the far tier was disturbed")
            : Future.succeededFuture();
      }
    };
  }
}
