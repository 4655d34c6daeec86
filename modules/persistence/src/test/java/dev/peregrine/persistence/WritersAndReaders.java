package dev.peregrine.persistence;

import static dev.peregrine.persistence.ReplicatedDatabase.soon;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;

/// One who counts up in the database, and many who read how far the count is, each again and again
/// with the position of a write that was the newest when it began: so that replicas may answer when
/// they have come so far, and must not before.
final class WritersAndReaders {

  private final ReplicatedDatabase db;
  private final int readers;
  private final long enough;
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder older = new LongAdder();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger atWork = new AtomicInteger();
  private volatile Seen newest = new Seen(0, WalPosition.ANY);

  /// Longest that a reader keeps a position.
  private static final long KEPT_NANOS = Duration.ofMillis(400).toNanos();

  /// @param n what was written
  /// @param at the place that shows it
  private record Seen(long n, WalPosition at) {}

  WritersAndReaders(ReplicatedDatabase db, int readers, long enough) {
    this.db = db;
    this.readers = readers;
    this.enough = enough;
  }

  void start() {
    atWork.set(readers + 1);
    db.vertx().getOrCreateContext().runOnContext(same -> write(1));
    for (var reader = 0; reader < readers; reader++) {
      db.vertx().getOrCreateContext().runOnContext(same -> begin());
    }
  }

  private void write(long n) {
    if (over()) {
      return;
    }
    var _ =
        db.database()
            .write(ReplicatedDatabase.WRITE, Tuple.of(n), soon())
            .onComplete(
                written -> {
                  newest = new Seen(n, written.position());
                  writes.increment();
                  Vertx.currentContext().runOnContext(same -> write(n + 1));
                },
                this::fail);
  }

  private void begin() {
    var kept = ThreadLocalRandom.current().nextLong(KEPT_NANOS);
    read(newest, System.nanoTime() + kept);
  }

  private void read(Seen seen, long until) {
    if (over()) {
      return;
    }
    if (System.nanoTime() - until > 0) {
      begin();
      return;
    }
    var _ =
        db.database()
            .read(ReplicatedDatabase.READ, Tuple.tuple(), seen.at, soon())
            .onComplete(
                rows -> {
                  reads.increment();
                  if (rows.iterator().next().getLong("n") < seen.n) {
                    older.increment();
                  }
                  Vertx.currentContext().runOnContext(same -> read(seen, until));
                },
                this::fail);
  }

  private boolean over() {
    var over = reads.sum() >= enough || !failures.isEmpty();
    if (over) {
      atWork.decrementAndGet();
    }
    return over;
  }

  private void fail(Throwable thrown) {
    failures.add(thrown);
    atWork.decrementAndGet();
  }

  long reads() {
    return reads.sum();
  }

  long older() {
    return older.sum();
  }

  List<Throwable> failures() {
    return failures;
  }

  void awaitEnd(Duration limit) {
    Awaitility.await().atMost(limit).until(() -> atWork.get() == 0);
  }

  @Override
  public String toString() {
    return reads
        + " reads, "
        + older
        + " too old; "
        + writes
        + " writes; answered by "
        + db.routed(ReadRoute.REPLICA)
        + " replicas, "
        + db.routed(ReadRoute.PRIMARY)
        + " primary, "
        + db.routed(ReadRoute.RETRIED)
        + " retried";
  }
}
