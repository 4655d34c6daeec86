package dev.peregrine.observability.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.bus.Spent;
import dev.peregrine.http.Route;
import dev.peregrine.observability.ObservabilityConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The worst requests of the last hour, and where their time went.
///
/// Safe on any thread. Nothing of a request is kept that its client could fill with whatever it
/// likes: the route's template stands for the path, and ids have letters, digits and `.-_` only.
public final class SlowRequests {

  private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);
  private static final Logger ACCESS = LoggerFactory.getLogger("dev.peregrine.access");
  private static final Duration KEPT_FOR = Duration.ofHours(1);

  /// When everything is slow, the log must not be what is slow next.
  private static final int LOGGED_A_SECOND = 10;

  private final ObservabilityConfig config;
  private final Counter slow;

  /// The mildest first. Guarded by this.
  private final PriorityQueue<Entry> kept =
      new PriorityQueue<>(Comparator.comparingLong(Entry::nanos));

  /// Guarded by this.
  private long loggedSecond;

  /// Guarded by this.
  private int loggedInSecond;

  private record Entry(
      long noted, Instant at, Route route, int status, String id, long nanos, JsonObject spent) {}

  /// Makes an empty list.
  ///
  /// @param config what is slow, and how many are kept
  /// @param registry where the meter goes
  public SlowRequests(ObservabilityConfig config, MeterRegistry registry) {
    this.config = config;
    this.slow =
        Counter.builder("peregrine.http.slow")
            .description("Requests that took longer than observability.slowRequest")
            .register(registry);
  }

  /// Returns how long a request must have taken to be of interest.
  public long fromNanos() {
    return config.accessLog() ? 0 : config.slowRequest().toNanos();
  }

  /// Notes a request that is of interest.
  ///
  /// @param route who answered
  /// @param status what was answered
  /// @param nanos how long it took
  /// @param call its id, and where its time went
  public void note(Route route, int status, long nanos, Call call) {
    var isSlow = nanos >= config.slowRequest().toNanos() && !isLong(route);
    var spent = config.accessLog() || isSlow ? spent(nanos, call.spent()) : new JsonObject();
    if (config.accessLog()) {
      log(
          ACCESS,
          Level.INFO,
          new Entry(0, Instant.EPOCH, route, status, call.trace(), nanos, spent));
    }
    if (isSlow) {
      slow.increment();
      var entry =
          new Entry(System.nanoTime(), Instant.now(), route, status, call.trace(), nanos, spent);
      if (keep(entry)) {
        log(LOG, Level.WARN, entry);
      }
    }
  }

  /// Streams are meant to take their time.
  static boolean isLong(Route route) {
    var contract = route.contract();
    return contract.streamed()
        || !contract.within().isZero()
        || contract.gives().contains("text/event-stream");
  }

  /// Returns the list, the worst first.
  ///
  /// @param limit how many at most
  public synchronized JsonObject list(int limit) {
    forgetOld(System.nanoTime());
    var items = new JsonArray();
    kept.stream()
        .sorted(Comparator.comparingLong(Entry::nanos).reversed())
        .limit(limit)
        .map(SlowRequests::json)
        .forEach(items::add);
    return new JsonObject()
        .put("slowFromMs", config.slowRequest().toMillis())
        .put("keptForMs", KEPT_FOR.toMillis())
        .put("items", items);
  }

  /// Returns how many are kept.
  public synchronized int size() {
    return kept.size();
  }

  /// Keeps it if it is among the worst, and tells whether it may be logged as well.
  private synchronized boolean keep(Entry entry) {
    forgetOld(entry.noted());
    kept.add(entry);
    if (kept.size() > config.slowKept()) {
      kept.poll();
    }
    var second = TimeUnit.NANOSECONDS.toSeconds(entry.noted());
    loggedInSecond = second == loggedSecond ? loggedInSecond + 1 : 1;
    loggedSecond = second;
    return loggedInSecond <= LOGGED_A_SECOND;
  }

  private void forgetOld(long now) {
    kept.removeIf(entry -> now - entry.noted() > KEPT_FOR.toNanos());
  }

  private static void log(Logger to, Level level, Entry entry) {
    var record =
        to.atLevel(level)
            .addKeyValue(Call.LOG_KEY, entry.id())
            .addKeyValue("method", entry.route().method().name())
            .addKeyValue("route", entry.route().template())
            .addKeyValue("status", entry.status())
            .addKeyValue("totalMs", millis(entry.nanos()));
    for (var part : entry.spent()) {
      record = record.addKeyValue(part.getKey() + "Ms", part.getValue());
    }
    record.log(level == Level.WARN ? "slow request" : "request");
  }

  private static JsonObject json(Entry entry) {
    return new JsonObject()
        .put("at", entry.at().toString())
        .put("method", entry.route().method().name())
        .put("route", entry.route().template())
        .put("status", entry.status())
        .put("requestId", entry.id())
        .put("totalMs", millis(entry.nanos()))
        .put("spentMs", entry.spent());
  }

  private static JsonObject spent(long nanos, Spent spent) {
    return new JsonObject()
        .put("receive", millis(spent.nanos(Spent.Part.RECEIVE)))
        .put("cache", millis(spent.nanos(Spent.Part.CACHE)))
        .put("database", millis(spent.nanos(Spent.Part.DATABASE)))
        .put("bus", millis(spent.nanos(Spent.Part.BUS)))
        .put("other", millis(Math.max(0, nanos - spent.sum())));
  }

  /// Microseconds are as exact as anybody needs it.
  private static double millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos) / 1_000.0;
  }
}
