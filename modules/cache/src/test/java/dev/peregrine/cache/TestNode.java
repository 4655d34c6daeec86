package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/// A node of its own in this JVM: a Vert.x, a bus, one region named `names`, and a source to load
/// from.
final class TestNode implements AutoCloseable {

  static final String REGION = "names";

  /// What the codec refuses to write.
  static final String UNWRITABLE = "unwritable";

  /// The usual 50 ms would make a starved machine look like a Redis that is away.
  static final RedisConfig PATIENT =
      new RedisConfig(Optional.empty(), Duration.ofSeconds(5), Duration.ofMillis(500));

  final Vertx vertx = Vertx.vertx();
  final Bus bus = Bus.open(vertx, BusStats.NONE);
  final AtomicInteger loads = new AtomicInteger();
  final Map<CacheStats.Event, LongAdder> events = new ConcurrentHashMap<>();
  final Caches caches;
  final Cache<Long, Name> names;
  volatile Function<Long, Future<Optional<Name>>> source =
      id -> Future.succeededFuture(Optional.of(new Name("name " + id)));

  final AtomicInteger bulkLoads = new AtomicInteger();

  /// What a loader adds to what it loaded.
  volatile UnaryOperator<Loaded<Name>> shape = loaded -> loaded;

  /// Whether the source says that something changed.
  volatile boolean modified = true;

  volatile Function<Long, Set<String>> tags = id -> Set.of(id % 2 == 0 ? "even" : "odd");

  record Name(String text) {}

  static final class NameCodec implements Codec<Name> {
    private final int schema;

    NameCodec(int schema) {
      this.schema = schema;
    }

    @Override
    public Buffer encode(Name value) {
      if (value.text().equals(UNWRITABLE)) {
        throw new IllegalArgumentException("unwritable");
      }
      return Buffer.buffer(value.text());
    }

    @Override
    public Name decode(Buffer bytes) {
      return new Name(bytes.toString());
    }

    @Override
    public int schema() {
      return schema;
    }
  }

  TestNode(URI redis, String namespace) {
    this(redis, namespace, RegionConfig.defaults(), 1);
  }

  /// Returns a node that believes its memory for long, so that a machine that stands still for a
  /// second evicts nothing.
  static TestNode believing(URI redis, String namespace) {
    var config =
        new CacheConfig(namespace, Duration.ofSeconds(30), Map.of(REGION, RegionConfig.defaults()));
    return new TestNode(FarTier.redis(PATIENT, redis), config, CacheClock.system(), 1);
  }

  TestNode(URI redis, String namespace, RegionConfig region, int schema) {
    this(FarTier.redis(PATIENT, redis), config(namespace, region), CacheClock.system(), schema);
  }

  TestNode(FarTier far, CacheConfig config, CacheClock clock, int schema) {
    caches =
        new Caches(
            bus,
            config,
            (name, event) -> events.computeIfAbsent(event, e -> new LongAdder()).increment(),
            clock);
    names =
        caches
            .<Long, Name>cache(REGION)
            .keys(id -> Long.toString(id), Long::valueOf)
            .codec(new NameCodec(schema))
            .loader(new SourceLoader())
            .bulkLoader((ids, call) -> {
              bulkLoads.incrementAndGet();
              var all = ids.stream().map(id -> source.apply(id).map(value -> loaded(id, value)));
              return Future.all(all.toList())
                  .map(done -> {
                    var values = new HashMap<Long, Loaded<Name>>();
                    ids.forEach(id -> values.put(id, done.resultAt(values.size())));
                    return values;
                  });
            })
            .build();
    await(
        vertx.deployVerticle(
            () -> new CacheVerticle(bus, caches, far), new DeploymentOptions().setInstances(2)));
  }

  static CacheConfig config(String namespace, RegionConfig region) {
    return new CacheConfig(namespace, Duration.ofSeconds(1), Map.of(REGION, region));
  }

  /// Returns a region that serves nothing stale, with these bounds.
  static RegionConfig region(long entryBytes, int loads) {
    return RegionConfig.tuned().entryBytes(entryBytes).loads(loads).config();
  }

  private Loaded<Name> loaded(long id, Optional<Name> value) {
    return shape.apply(Loaded.of(value).tagged(tags.apply(id).toArray(String[]::new)));
  }

  /// Loads from what the test says is there.
  private final class SourceLoader implements Loader<Long, Name> {

    @Override
    public Future<Loaded<Name>> load(Long id, Call call) {
      loads.incrementAndGet();
      return source.apply(id).map(value -> loaded(id, value));
    }

    @Override
    public Future<Loaded<Name>> reload(Long id, Name held, Call call) {
      return modified ? load(id, call) : Future.succeededFuture(Loaded.notModified());
    }
  }

  @CanIgnoreReturnValue
  TestNode coherent() {
    Awaitility.await().until(caches::coherent);
    return this;
  }

  @CanIgnoreReturnValue
  Read<Name> read(long id) {
    return await(names.read(id, soon()));
  }

  @CanIgnoreReturnValue
  String text(long id) {
    return read(id).value().orElseThrow().text();
  }

  @CanIgnoreReturnValue
  Token evict(long id) {
    return await(names.evict(id, soon()));
  }

  long count(CacheStats.Event event) {
    var counted = events.get(event);
    return counted == null ? 0 : counted.sum();
  }

  static Call soon() {
    return Call.background("test", Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
