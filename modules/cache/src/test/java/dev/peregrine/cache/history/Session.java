package dev.peregrine.cache.history;

import static dev.peregrine.testkit.Awaiting.await;

import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.Token;
import dev.peregrine.cache.history.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Reads and writes at random until it is stopped, and remembers what it saw. Confined to its
/// thread, but for [#stop].
final class Session implements Runnable {

  private static final int WRITES_OF_A_KEY = 6;
  private static final int WRITES_OF_A_TAG = 1;
  private static final int READS_WITH_TOKEN = 150;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private final HistoryNode node;
  private final int number;
  private final Random random;
  private final List<Operation> operations = new ArrayList<>();
  private volatile boolean stopped;

  Session(HistoryNode node, int number, long seed) {
    this.node = node;
    this.number = number;
    this.random = new Random(seed);
  }

  void stop() {
    stopped = true;
  }

  /// Returns what it saw, once its thread has ended.
  List<Operation> operations() {
    return operations;
  }

  @Override
  public void run() {
    while (!stopped) {
      var key = random.nextLong(VersionSource.KEYS);
      // Seldom enough that what is old has the time to be seen.
      var what = random.nextInt(1_000);
      if (what < WRITES_OF_A_KEY) {
        evict(VersionSource.KEYS, key);
      } else if (what < WRITES_OF_A_KEY + WRITES_OF_A_TAG) {
        evict(VersionSource.TAGS, key % VersionSource.TAGS);
      } else if (what < READS_WITH_TOKEN) {
        readWithToken(key);
      } else {
        read(key, Kind.READ, ReadOptions.any(), 0);
      }
      // Not to wait for anything, but to leave something of the machine to others.
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void readWithToken(long key) {
    var promised = node.source().promised(key);
    var options = ReadOptions.atLeast(new Token(promised.position()));
    read(key, Kind.READ_WITH_TOKEN, options, promised.version());
  }

  private void read(long key, Kind kind, ReadOptions options, long demand) {
    var start = System.nanoTime();
    try {
      var version =
          await(node.cache().read(key, options, HistoryNode.soon())).value().orElseThrow();
      var seen = version.key() == key ? version.number() : Long.MAX_VALUE;
      add(kind, key, start, new long[] {seen, demand});
    } catch (RuntimeException thrown) {
      System.err.println("read of " + key + ": " + thrown);
      add(Kind.FAILED, key, start, new long[] {0, demand});
    }
  }

  /// Writes the keys whose remainder this is: one key, or all that have a tag.
  private void evict(long divisor, long remainder) {
    var versions = node.source().raise(divisor, remainder);
    var start = System.nanoTime();
    var cache = node.cache();
    var token =
        await(
            divisor == VersionSource.TAGS
                ? cache.evictTag(VersionSource.tag(remainder), HistoryNode.soon())
                : cache.evict(remainder, HistoryNode.soon()));
    var owed = token.equals(Token.NONE);
    versions.forEach((key, version) -> {
      add(owed ? Kind.OWED : Kind.EVICTED, key, start, new long[] {version, 0});
      if (!owed) {
        node.source().promise(key, new VersionSource.Promised(token.position(), version));
      }
    });
  }

  private void add(Kind kind, long key, long start, long[] versionAndDemand) {
    operations.add(
        new Operation(
            number, kind, key, start, System.nanoTime(), versionAndDemand[0], versionAndDemand[1]));
  }
}
