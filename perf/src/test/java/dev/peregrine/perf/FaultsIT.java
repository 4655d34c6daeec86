package dev.peregrine.perf;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.testkit.TestVertx;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What a service does wrong is seen: against one that does everything wrong.
class FaultsIT {

  private static final String ADA = "{\"id\":1,\"email\":\"ada@example.org\"}";
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Loads it in short runs until one of them has seen enough: on a starved machine a run may be
  /// over before a client has asked for everything.
  private static LoadResult against(
      Handler<HttpServerRequest> service, Predicate<LoadResult> enough) {
    try (var vertx = TestVertx.create()) {
      var server = await(vertx.vertx().createHttpServer().requestHandler(service).listen(0));
      var target = URI.create("http://127.0.0.1:" + server.actualPort());
      var load = new LoadDriver(new LoadPlan(target, 2, 1, 1));
      try {
        var prepared = await(load.prepare());
        return prepared.faults().isEmpty() ? seen(load, enough) : prepared;
      } finally {
        await(load.close());
      }
    }
  }

  private static LoadResult seen(LoadDriver load, Predicate<LoadResult> enough) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    var result = await(load.run(SHORT, Duration.ZERO));
    while (!enough.test(result) && System.nanoTime() < end) {
      result = await(load.run(SHORT, Duration.ZERO));
    }
    return result;
  }

  private static Predicate<LoadResult> fault(String... names) {
    return result -> result.faults().keySet().containsAll(List.of(names));
  }

  /// Registers as it should, then answers with a status and a body.
  private static Handler<HttpServerRequest> then(int status, String body) {
    return request ->
        request
            .body()
            .onSuccess(sent -> {
              var response = request.response().putHeader("etag", "\"1\"");
              if (request.method().name().equals("POST")) {
                response.setStatusCode(201).end(sent.toJsonObject().put("id", 1).toBuffer());
              } else {
                response.setStatusCode(status).end(body);
              }
            });
  }

  @Test
  void a_wrong_status_is_a_fault() {
    var finding = "FIND: status 500, Broken";
    var paging = "PAGE: status 500, Broken";

    var result = against(then(500, "{\"title\":\"Broken\"}"), fault(finding, paging));

    assertThat(result.faults()).containsKeys(finding, paging);
    assertThat(result.faults().keySet()).noneMatch(fault -> fault.startsWith("REGISTER"));
    assertThat(result.count(RequestKind.FIND, 500)).isPositive();
  }

  @Test
  void another_customer_than_was_asked_for_is_a_fault() {
    var finding = "FIND: wrong answer";

    assertThat(against(then(200, ADA), fault(finding)).faults()).containsKey(finding);
  }

  @Test
  void an_answer_that_cannot_be_read_is_a_fault() {
    Predicate<String> finding = fault -> fault.startsWith("FIND: unreadable answer");

    var result =
        against(then(200, "<html>"), seen -> seen.faults().keySet().stream().anyMatch(finding));

    assertThat(result.faults().keySet()).anyMatch(finding);
  }

  @Test
  void a_write_that_came_too_late_is_none() {
    var finding = "FIND: status 412, untitled";

    var result =
        against(
            then(412, "{}"), fault(finding).and(seen -> seen.count(RequestKind.REPLACE, 412) > 0));

    var faults = result.faults();
    assertThat(faults).containsKey(finding);
    assertThat(faults.keySet()).noneMatch(fault -> fault.startsWith("REPLACE"));
  }

  @Test
  void a_client_that_is_turned_away_comes_again_when_it_was_told() {
    var result =
        against(
            request -> {
              if (request.method().name().equals("GET")) {
                request.response().putHeader("retry-after", "60");
              }
              then(503, "{}").handle(request);
            },
            seen -> seen.turnedAway() >= 2);

    assertThat(result.turnedAway()).isEqualTo(2);
    assertThat(result.faults().keySet()).allMatch(fault -> fault.startsWith("REPLACE"));
  }

  @Test
  void a_connection_that_is_cut_is_a_fault_and_the_run_ends() {
    var requests = new AtomicInteger();

    var result =
        against(
            request -> {
              if (requests.incrementAndGet() == 1) {
                then(200, ADA).handle(request);
              } else {
                var _ = request.connection().close();
              }
            },
            seen -> !seen.faults().isEmpty());

    assertThat(result.faults().keySet()).anyMatch(fault -> fault.contains("onnection"));
  }

  @Test
  void a_service_that_is_not_there_is_a_fault() {
    var load = new LoadDriver(new LoadPlan(URI.create("http://127.0.0.1:1"), 2, 1, 1));

    var result = await(load.prepare());

    assertThat(result.answers()).isZero();
    assertThat(result.faults().keySet())
        .isNotEmpty()
        .allMatch(fault -> fault.startsWith("connect: "));
    await(load.close());
  }
}
