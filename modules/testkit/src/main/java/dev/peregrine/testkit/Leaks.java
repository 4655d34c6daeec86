package dev.peregrine.testkit;

import dev.peregrine.testkit.internal.Canary;
import dev.peregrine.testkit.internal.WatchingDetectors;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;

/// Watches for buffers that are thrown away without being released, and fails for them when closed.
///
/// Netty tells of such a buffer when the collector has found it and another one is asked for, so
/// what the last test lost would never be told: the close collects and asks. Every test run is
/// watched without asking for it (see the README); a process that a test starts does so itself.
public final class Leaks implements AutoCloseable {

  private static final String LEVEL = "io.netty.leakDetection.level";

  private final WatchingDetectors detectors;

  private Leaks(WatchingDetectors detectors) {
    this.detectors = detectors;
  }

  /// Begins to watch; before the first buffer is made, for Netty chooses its detectors then.
  /// Follows every single buffer unless `io.netty.leakDetection.level` says otherwise.
  public static Leaks watch() {
    if (System.getProperty(LEVEL) == null) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }
    if (ResourceLeakDetectorFactory.instance() instanceof WatchingDetectors before) {
      return new Leaks(before);
    }
    var detectors = new WatchingDetectors();
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(detectors);
    return new Leaks(detectors);
  }

  /// Collects garbage, and returns what was lost so far, the first hundred, and forgets it; blocks.
  public List<String> drain() {
    Canary.collect();
    return detectors.drain();
  }

  /// Collects garbage.
  ///
  /// @throws AssertionError if a buffer was lost, with where it was made and used
  @Override
  public void close() {
    var lost = drain();
    if (!lost.isEmpty()) {
      throw new AssertionError(
          lost.size() + " lost without being released (expected: none): " + lost);
    }
  }
}
