package dev.peregrine.observability.internal;

import com.sun.management.ThreadMXBean;
import dev.peregrine.cache.Caches;
import dev.peregrine.observability.Bound;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What holds bytes, how many, and how many it may hold. Safe on any thread.
public final class MemoryMeters implements AutoCloseable {

  private static final String BYTES = "bytes";

  private final MeterRegistry registry;
  private final GcPauses pauses = new GcPauses();
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final List<BufferPoolMXBean> buffers =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
  private final List<Bound> bounds = new CopyOnWriteArrayList<>();
  private volatile @Nullable Caches caches;
  private volatile Sample latest = new Sample(System.nanoTime(), allocatedBytes(), 0);

  /// What had been allocated at a moment, and how fast that grew before it.
  private record Sample(long nanos, long allocatedBytes, double bytesPerSecond) {}

  /// Registers the meters of the process itself.
  ///
  /// @param registry where the meters go
  public MemoryMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("peregrine.gc.pause.recent.max", () -> pauses.maxRecentMs() / 1_000.0)
        .description("Longest stop for garbage in the last five minutes")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("peregrine.allocation.rate", () -> latest.bytesPerSecond())
        .description("Bytes allocated on the heap, a second")
        .baseUnit("bytes_per_second")
        .register(registry);
    Gauge.builder("peregrine.direct.memory", MemoryMeters::nettyBytes)
        .description("Direct memory of the network buffers; -1 where it cannot be known")
        .baseUnit(BYTES)
        .register(registry);
    watch(
        new Bound(
            "heap",
            BYTES,
            () -> memory.getHeapMemoryUsage().getUsed(),
            () -> memory.getHeapMemoryUsage().getMax()));
    watch(new Bound("direct", BYTES, this::directBytes, () -> PlatformDependent.maxDirectMemory()));
  }

  /// Shows a bound and what is used of it: `peregrine_bound_used`, `peregrine_bound_limit`.
  ///
  /// @param bound which
  public void watch(Bound bound) {
    bounds.add(bound);
    Gauge.builder("peregrine.bound.used", () -> bound.used().getAsDouble())
        .description("How much of a bound is used; its unit is a label")
        .tag("holder", bound.holder())
        .tag("unit", bound.unit())
        .register(registry);
    Gauge.builder("peregrine.bound.limit", () -> bound.limit().getAsDouble())
        .description("How much a holder may hold; its unit is a label")
        .tag("holder", bound.holder())
        .tag("unit", bound.unit())
        .register(registry);
  }

  /// Shows what the regions hold.
  ///
  /// @param node the node's regions
  public void watch(Caches node) {
    caches = node;
  }

  /// Looks how much was allocated since the last look; called about once a second.
  public void sample() {
    var before = latest;
    var now = System.nanoTime();
    var allocated = allocatedBytes();
    var seconds = Math.max(1, now - before.nanos()) / (double) TimeUnit.SECONDS.toNanos(1);
    latest = new Sample(now, allocated, (allocated - before.allocatedBytes()) / seconds);
  }

  /// Returns everything at this moment.
  public JsonObject json() {
    var regions = new JsonArray();
    var node = caches;
    for (var region :
        node == null ? List.<dev.peregrine.cache.RegionFigures>of() : node.figures()) {
      regions.add(
          new JsonObject()
              .put("region", region.region())
              .put("entries", region.entries())
              .put("usedBytes", region.bytes())
              .put("maxBytes", region.maxBytes()));
    }
    var sampled = latest;
    return new JsonObject()
        .put("heap", usage(memory.getHeapMemoryUsage()))
        .put("nonHeap", usage(memory.getNonHeapMemoryUsage()))
        .put("direct", direct())
        .put(
            "allocation",
            new JsonObject()
                .put("totalBytes", sampled.allocatedBytes())
                .put("bytesPerSecond", Math.round(sampled.bytesPerSecond())))
        .put("gc", pauses.json())
        .put("cache", regions)
        .put("bounds", new JsonArray(bounds.stream().map(Bound::toJson).toList()));
  }

  @Override
  public void close() {
    pauses.close();
  }

  private JsonObject direct() {
    var jvm = new JsonObject();
    for (var pool : buffers) {
      jvm.put(
          pool.getName(),
          new JsonObject().put("usedBytes", pool.getMemoryUsed()).put("buffers", pool.getCount()));
    }
    return new JsonObject()
        .put("usedBytes", directBytes())
        .put("maxBytes", PlatformDependent.maxDirectMemory())
        .put("nettyBytes", nettyBytes())
        .put("pooled", allocator(ByteBufAllocator.DEFAULT))
        .put("unpooled", allocator(UnpooledByteBufAllocator.DEFAULT))
        .put("jvm", jvm);
  }

  private static JsonObject allocator(ByteBufAllocator allocator) {
    var json = new JsonObject().put("kind", allocator.getClass().getSimpleName());
    if (allocator instanceof ByteBufAllocatorMetricProvider provider) {
      json.put("directBytes", provider.metric().usedDirectMemory());
      json.put("heapBytes", provider.metric().usedHeapMemory());
    }
    return json;
  }

  /// Netty takes direct memory past the JVM's own count, or through it, or both.
  private long directBytes() {
    var counted =
        buffers.stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return counted + Math.max(0, nettyBytes());
  }

  private static long nettyBytes() {
    return PlatformDependent.usedDirectMemory();
  }

  private static JsonObject usage(MemoryUsage usage) {
    return new JsonObject()
        .put("usedBytes", usage.getUsed())
        .put("committedBytes", usage.getCommitted())
        .put("maxBytes", usage.getMax());
  }

  private static long allocatedBytes() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        ? threads.getTotalThreadAllocatedBytes()
        : 0;
  }
}
