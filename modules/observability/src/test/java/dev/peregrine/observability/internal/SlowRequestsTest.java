package dev.peregrine.observability.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.Spent.Part;
import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Route;
import dev.peregrine.observability.ObservabilityConfig;
import dev.peregrine.observability.ObservabilityConfig.LogFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SlowRequestsTest {

  private static final Route ROUTE =
      Route.get(
          "/api/v1/customers/{id}",
          Access.PUBLIC,
          request -> Future.succeededFuture(Answer.noContent()));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> records = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.peregrine");

  @BeforeEach
  void listen() {
    log.setLevel(ch.qos.logback.classic.Level.INFO);
    records.start();
    log.addAppender(records);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(records);
    log.setLevel(null);
    registry.close();
  }

  @Test
  void a_slow_request_is_listed_with_where_its_time_went() {
    var slow = slow(5, false);
    var call = call("id-1");
    call.spent().add(Part.DATABASE, ms(900));
    call.spent().add(Part.CACHE, ms(50));

    slow.note(ROUTE, 200, ms(1_200), call);

    assertThat(only(slow))
        .isEqualTo(
            new JsonObject()
                .put("at", only(slow).getString("at"))
                .put("method", "GET")
                .put("route", "/api/v1/customers/{id}")
                .put("status", 200)
                .put("requestId", "id-1")
                .put("totalMs", 1_200.0)
                .put(
                    "spentMs",
                    new JsonObject()
                        .put("receive", 0.0)
                        .put("cache", 50.0)
                        .put("database", 900.0)
                        .put("bus", 0.0)
                        .put("other", 250.0)));
    assertThat(records.list)
        .singleElement()
        .satisfies(record ->
            assertThat(record.getKeyValuePairs().toString())
                .contains(
                    "request=\"id-1\"",
                    "route=\"/api/v1/customers/{id}\"",
                    "databaseMs=\"900.0\""));
  }

  @Test
  void the_worst_stay_whatever_comes_after_them() {
    var slow = slow(3, false);

    LongStream.of(1_000, 5_000, 2_000, 3_000, 1_500, 4_000)
        .forEach(took -> slow.note(ROUTE, 200, ms(took), call("r" + took)));

    assertThat(ids(slow, 100)).containsExactly("r5000", "r4000", "r3000");
    assertThat(ids(slow, 2)).containsExactly("r5000", "r4000");
    assertThat(slow.size()).isEqualTo(3);
    assertThat(registry.get("peregrine.http.slow").counter().count()).isEqualTo(6);
  }

  @Test
  void when_everything_is_slow_the_log_is_not_flooded() {
    var slow = slow(10, false);

    LongStream.range(0, 10_000).forEach(n -> slow.note(ROUTE, 503, ms(1_000 + n), call("r" + n)));

    assertThat(records.list).hasSizeBetween(10, 200);
  }

  @Test
  void fast_ones_are_of_no_interest_unless_all_are_logged() {
    assertThat(slow(1, false).fromNanos()).isEqualTo(ms(1_000));
    var all = slow(1, true);
    assertThat(all.fromNanos()).isZero();

    all.note(ROUTE, 404, ms(2), call("quick"));

    assertThat(all.size()).isZero();
    assertThat(records.list)
        .extracting(ILoggingEvent::getLoggerName)
        .containsExactly("dev.peregrine.access");
  }

  @Test
  void what_is_meant_to_take_long_is_not_slow() {
    var slow = slow(1, false);

    slow.note(ROUTE.giving("text/event-stream"), 200, ms(60_000), call("events"));

    assertThat(slow.size()).isZero();
  }

  private SlowRequests slow(int kept, boolean accessLog) {
    return new SlowRequests(
        new ObservabilityConfig(
            true, Duration.ofSeconds(1), Duration.ofSeconds(1), kept, accessLog, LogFormat.TEXT),
        registry);
  }

  private static Call call(String id) {
    return new Call(Deadline.after(Duration.ofSeconds(1)), id);
  }

  private static JsonObject only(SlowRequests slow) {
    var items = slow.list(100).getJsonArray("items");
    assertThat(items).hasSize(1);
    return items.getJsonObject(0);
  }

  private static List<String> ids(SlowRequests slow, int limit) {
    return slow.list(limit).getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("requestId"))
        .toList();
  }

  private static long ms(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
