package dev.peregrine.testkit.internal;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// Makes Netty's leak detectors, and remembers what they find. Safe on any thread.
public final class WatchingDetectors extends ResourceLeakDetectorFactory {

  private static final int MOST_REMEMBERED = 100;

  private final List<ResourceLeakDetector<?>> made = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<String> lost = new LinkedBlockingQueue<>(MOST_REMEMBERED);

  /// Makes none yet.
  public WatchingDetectors() {}

  @Override
  @SuppressWarnings("deprecation") // the only way in
  public <T> ResourceLeakDetector<T> newResourceLeakDetector(
      Class<T> resource, int samplingInterval, long maxActive) {
    var detector = new ResourceLeakDetector<T>(resource, samplingInterval);
    // Beyond the bound the first ones tell enough.
    detector.setLeakListener((type, records) -> {
      var _ = lost.offer(type + " was collected before it was released" + records);
    });
    made.add(detector);
    return detector;
  }

  /// Makes every detector look at what was collected; returns what was lost, and forgets it.
  public List<String> drain() {
    made.forEach(WatchingDetectors::look);
    var drained = new ArrayList<String>();
    lost.drainTo(drained);
    return drained;
  }

  /// A detector looks when it is given something to follow.
  @SuppressWarnings("unchecked") // it is followed, never used
  private static <T> void look(ResourceLeakDetector<T> detector) {
    var something = (T) new Object();
    var tracker = detector.track(something);
    if (tracker != null) {
      var _ = tracker.close(something);
    }
  }
}
