package dev.peregrine.perf.internal;

import dev.peregrine.cache.Codec;
import dev.peregrine.cache.JsonCodec;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A customer with ten orders, written and read by the generated codec and by one as it is written
/// by hand.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class JsonCodecBench {

  private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123456Z");
  private static final int ORDERS = 10;

  private final Codec<Buyer> generated = JsonCodec.of(Buyer.class);
  private final Codec<Buyer> byHand = new BuyerCodec();
  private final Buyer buyer = buyer();
  private final Buffer fromGenerated = generated.encode(buyer);
  private final Buffer fromHand = byHand.encode(buyer);

  /// What kind of buyer it is.
  public enum Kind {
    /// A person.
    INDIVIDUAL,
    /// A company.
    BUSINESS
  }

  /// Somebody who buys, with the components of a customer.
  public record Buyer(
      long id,
      String name,
      String email,
      Kind kind,
      Instant createdAt,
      Instant updatedAt,
      long version,
      List<Purchase> recent) {

    /// Copies what was bought.
    public Buyer {
      recent = List.copyOf(recent);
    }
  }

  /// What was bought, with the components of an order.
  public record Purchase(
      long id, long buyerId, Kind kind, BigDecimal total, String currency, Instant placedAt) {}

  private static Buyer buyer() {
    var recent =
        LongStream.range(0, ORDERS)
            .mapToObj(
                n -> new Purchase(1_000 + n, 7, Kind.BUSINESS, new BigDecimal("129.95"), "EUR", AT))
            .toList();
    return new Buyer(7, "Ada Lovelace", "ada@example.org", Kind.INDIVIDUAL, AT, AT, 12, recent);
  }

  /// Writes by the generated codec.
  @Benchmark
  public Buffer encode() {
    return generated.encode(buyer);
  }

  /// Writes by hand.
  @Benchmark
  public Buffer encodeByHand() {
    return byHand.encode(buyer);
  }

  /// Reads by the generated codec.
  @Benchmark
  public Buyer decode() {
    return generated.decode(fromGenerated);
  }

  /// Reads by hand.
  @Benchmark
  public Buyer decodeByHand() {
    return byHand.decode(fromHand);
  }
}
