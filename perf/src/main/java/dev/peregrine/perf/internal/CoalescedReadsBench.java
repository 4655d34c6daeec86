package dev.peregrine.perf.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.persistence.CoalescedReads;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Point reads of one event loop, 64 at any time: joined into statements of at most so many keys,
/// beside one statement each, pipelined on one connection.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class CoalescedReadsBench {

  private static final int READS = 6_400;
  private static final int AT_ONCE = 64;
  private static final int ROWS = 100_000;

  private static final Statement ONE =
      Statement.read("bench.one", "select id, name from bench where id = $1::bigint");
  private static final Statement MANY =
      Statement.read("bench.many", "select id, name from bench where id = any ($1::bigint[])");

  /// Most keys of one statement; 0: each read is a statement of its own.
  @Param({"0", "1", "8", "16", "64"})
  public int keys;

  private final Call call = Call.background("bench", Duration.ofDays(1));
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final SplittableRandom random = new SplittableRandom(1);
  private @Nullable BenchDatabase opened;

  /// Starts Postgres and fills a table.
  ///
  /// @throws IOException if it cannot
  @Setup
  public void open() throws IOException {
    var fresh = BenchDatabase.open(vertx, List.of(ONE, MANY));
    opened = fresh;
    try (var writer = StatementCount.of(fresh.uri())) {
      writer.run("create table bench (id bigint primary key, name text not null)");
      writer.run(
          "insert into bench select id, 'name ' || id from generate_series(1, %d) id"
              .formatted(ROWS));
      writer.run("analyze bench");
    }
  }

  /// Reads, 64 under way at any time.
  ///
  /// @throws IOException if one fails
  @Benchmark
  @OperationsPerInvocation(READS)
  public Object reads() throws IOException {
    var asked = Objects.requireNonNull(opened, "not open").database();
    var done = Promise.<Integer>promise();
    loop.runOnContext(_ -> {
      var reading = new Reading(reader(asked), done);
      for (var chain = 0; chain < AT_ONCE; chain++) {
        reading.next();
      }
    });
    return BenchDatabase.wait(done.future());
  }

  private Reader reader(Database asked) {
    if (keys == 0) {
      return id -> asked.execute(ONE, Tuple.of(id), call);
    }
    var together =
        new CoalescedReads<Long, String>(
            MANY.name(),
            keys,
            (ids, callers) ->
                asked
                    .execute(MANY, Tuple.of(ids.toArray(Long[]::new)), callers)
                    .map(CoalescedReadsBench::names));
    return id -> together.read(id, call);
  }

  private static Map<Long, String> names(RowSet<Row> rows) {
    var names = HashMap.<Long, String>newHashMap(rows.size());
    for (var row : rows) {
      names.put(row.getLong(0), row.getString(1));
    }
    return names;
  }

  @FunctionalInterface
  private interface Reader {
    Future<?> read(long id);
  }

  /// A number of reads, as many at once as were begun. Confined to the event loop.
  private final class Reading {

    private final Reader reader;
    private final Promise<Integer> done;
    private int left = READS;
    private int answered;

    Reading(Reader reader, Promise<Integer> done) {
      this.reader = reader;
      this.done = done;
    }

    void next() {
      if (left-- <= 0) {
        return;
      }
      var _ =
          reader
              .read(random.nextLong(1, ROWS + 1))
              .onComplete(
                  read -> {
                    if (++answered == READS) {
                      done.complete(READS);
                    }
                    next();
                  },
                  done::tryFail);
    }
  }

  /// Stops everything.
  ///
  /// @throws IOException if it cannot
  @TearDown
  public void close() throws IOException {
    Objects.requireNonNull(opened, "not open").close();
  }
}
