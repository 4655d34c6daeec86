package dev.peregrine.perf.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The rows of a chunk on their way to Postgres as columns of arrays: written by the client, sent,
/// read by the server and counted, without being stored. What an import costs beyond that is the
/// table's.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class RowArraysBench {

  private static final Statement COUNT =
      Statement.bulk(
          "bench.rows",
          """
          select count(*) from unnest($1::bigint[], $2::text[], $3::text[], $4::text[])
            as one (line, name, email, type)
          """);

  /// Rows of a statement.
  @Param({"500", "2000", "10000"})
  public int rows;

  private final Call call = Call.background("bench", Duration.ofDays(1));
  private @Nullable BenchDatabase opened;

  /// Makes the benchmark.
  public RowArraysBench() {}

  /// Starts Postgres.
  ///
  /// @throws IOException if it cannot
  @Setup
  public void open() throws IOException {
    opened = BenchDatabase.open(Vertx.vertx(), List.of(COUNT));
  }

  /// Sends one statement and waits for its answer.
  ///
  /// @throws IOException if it fails
  @Benchmark
  public Object sent() throws IOException {
    var asked = Objects.requireNonNull(opened, "not open").database();
    return BenchDatabase.wait(asked.execute(COUNT, parameters(), call));
  }

  private Tuple parameters() {
    return Tuple.tuple()
        .addArrayOfLong(LongStream.range(0, rows).boxed().toArray(Long[]::new))
        .addArrayOfString(texts("Chloé Lovelace ", ""))
        .addArrayOfString(texts("lovelace.", "@example17.org"))
        .addArrayOfString(texts("partner", ""));
  }

  private String[] texts(String before, String after) {
    return IntStream.range(0, rows).mapToObj(row -> before + row + after).toArray(String[]::new);
  }

  /// Stops everything.
  ///
  /// @throws IOException if it cannot
  @TearDown
  public void close() throws IOException {
    Objects.requireNonNull(opened, "not open").close();
  }
}
