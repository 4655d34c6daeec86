package dev.peregrine.perf.internal;

import dev.peregrine.http.Fields;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// One line of an import, from its bytes to checked members: what the service itself spends on a
/// row, beside what Postgres spends.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class ImportLineBench {

  private static final Set<String> TYPES = Set.of("individual", "business", "partner");
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_EMAIL = 254;

  private final Buffer line =
      Buffer.buffer(
          "{\"name\":\"Chloé Lovelace"
              + " 2mq1\",\"email\":\"lovelace.2mq1@example17.org\",\"type\":\"partner\"}");

  /// Makes the benchmark.
  public ImportLineBench() {}

  /// Reads and checks three members.
  @Benchmark
  public int members() {
    var fields = Fields.of(line);
    var length =
        fields.text("name", 1, LONGEST_NAME).length()
            + fields.text("email", 1, LONGEST_EMAIL).length()
            + fields.choice("type", TYPES).length();
    fields.done();
    return length;
  }
}
