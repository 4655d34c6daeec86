package dev.peregrine.perf.internal;

import dev.peregrine.http.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A cursor of a list: written, read, and refused.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class CursorBench {

  private static final String LIST = "customers/api/v1/customers?&sort=name&type=partner";
  private static final String PLACE = "f749951:Ada Lovelace";

  private final SignedText texts =
      new SignedText("a key of the house, 32 letters..".getBytes(StandardCharsets.UTF_8));
  private final String cursor = texts.write(LIST, PLACE);
  private final String foreign = texts.write("another list", PLACE);

  /// Writes one.
  @Benchmark
  public String write() {
    return texts.write(LIST, PLACE);
  }

  /// Reads one.
  @Benchmark
  public Optional<String> read() {
    return texts.read(LIST, cursor);
  }

  /// Refuses one of another list.
  @Benchmark
  public Optional<String> refuse() {
    return texts.read(LIST, foreign);
  }
}
