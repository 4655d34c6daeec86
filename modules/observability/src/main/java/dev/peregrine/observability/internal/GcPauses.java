package dev.peregrine.observability.internal;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often and how long the program stood still for its garbage. Safe on any thread.
final class GcPauses implements AutoCloseable, NotificationListener {

  private static final Logger LOG = LoggerFactory.getLogger(GcPauses.class);
  private static final int REMEMBERED = 100;
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();

  /// Guarded by this.
  private final Deque<Pause> pauses = new ArrayDeque<>();

  private record Pause(long noted, long ms) {}

  GcPauses() {
    for (var collector : collectors) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(this, null, null);
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, Object handback) {
    if (notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
        && notification.getUserData() instanceof CompositeData composite) {
      var collection = GarbageCollectionNotificationInfo.from(composite);
      if (isPause(collection.getGcName())) {
        note(collection.getGcInfo().getDuration());
      }
    }
  }

  private synchronized void note(long ms) {
    pauses.addLast(new Pause(System.nanoTime(), ms));
    if (pauses.size() > REMEMBERED) {
      pauses.removeFirst();
    }
  }

  /// Returns the longest of the last five minutes, of which at most the last hundred are known.
  synchronized long maxRecentMs() {
    var now = System.nanoTime();
    return pauses.stream()
        .filter(pause -> now - pause.noted() <= RECENT.toNanos())
        .mapToLong(Pause::ms)
        .max()
        .orElse(0);
  }

  JsonObject json() {
    var each = new JsonArray();
    var count = 0L;
    var totalMs = 0L;
    for (var collector : collectors) {
      var pausing = isPause(collector.getName());
      count += pausing ? Math.max(0, collector.getCollectionCount()) : 0;
      totalMs += pausing ? Math.max(0, collector.getCollectionTime()) : 0;
      each.add(
          new JsonObject()
              .put("name", collector.getName())
              .put("pauses", pausing)
              .put("count", collector.getCollectionCount())
              .put("totalMs", collector.getCollectionTime()));
    }
    return new JsonObject()
        .put("pauses", count)
        .put("pausedMs", totalMs)
        .put("longestRecentMs", maxRecentMs())
        .put("recentMs", RECENT.toMillis())
        .put("collectors", each);
  }

  /// Some collectors report what they do beside the running program, too.
  private static boolean isPause(String collector) {
    return !collector.contains("Concurrent") && !collector.endsWith("Cycles");
  }

  @Override
  public void close() {
    for (var collector : collectors) {
      if (collector instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(this);
        } catch (ListenerNotFoundException gone) {
          LOG.debug("{} had no listener of ours", collector.getName(), gone);
        }
      }
    }
  }
}
