package dev.peregrine.cache;

import static dev.peregrine.cache.TestNode.soon;
import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.CacheStats.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Values that throw when it is reckoned what they take in memory.
class UnweighableTest {

  private static final String REGION = "traps";

  private final Promise<Loaded<Trap>> source = Promise.promise();
  private final TestNode node = node();
  private final Cache<Long, Trap> traps = traps(node);

  /// Can be read, except for what the codec leaves out.
  ///
  /// @param text in both tiers
  /// @param trap nowhere
  public record Trap(String text, String trap) {

    @Override
    public String trap() {
      throw new IllegalStateException("broken on purpose");
    }
  }

  private static final class TextCodec implements Codec<Trap> {

    @Override
    public Buffer encode(Trap value) {
      return Buffer.buffer(value.text());
    }

    @Override
    public Trap decode(Buffer bytes) {
      return new Trap(bytes.toString(), "");
    }

    @Override
    public int schema() {
      return 1;
    }
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void they_are_served_to_all_who_wait_and_not_remembered_in_memory() {
    var first = traps.read(7L, soon());
    var second = traps.read(7L, soon());

    source.complete(Loaded.found(new Trap("seven", "")));

    assertThat(text(first)).isEqualTo("seven");
    assertThat(text(second)).isEqualTo("seven");
    assertThat(text(traps.read(7L, soon()))).as("after them").isEqualTo("seven");
    assertThat(node.count(Event.UNWRITABLE)).isPositive();
  }

  private static String text(Future<Read<Trap>> read) {
    return await(read).value().orElseThrow().text();
  }

  private Cache<Long, Trap> traps(TestNode at) {
    return at.caches
        .<Long, Trap>cache(REGION)
        .keys(id -> Long.toString(id), Long::valueOf)
        .codec(new TextCodec())
        .loader((id, call) -> source.future())
        .build();
  }

  private static TestNode node() {
    var usual = RegionConfig.defaults();
    var regions = Map.of(TestNode.REGION, usual, REGION, usual);
    var config = new CacheConfig("traps", Duration.ofSeconds(1), regions);
    var far = FarTier.inMemory(1 << 20, CacheClock.system());
    return new TestNode(far, config, CacheClock.system(), 1).coherent();
  }
}
