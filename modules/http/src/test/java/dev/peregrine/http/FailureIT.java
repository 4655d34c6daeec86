package dev.peregrine.http;

import static dev.peregrine.http.EdgeServer.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Endpoints that fail, throw, dawdle, or answer from elsewhere.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureIT {

  private EdgeServer server;

  @BeforeAll
  void open() {
    server = new EdgeServer(EdgeServer.config(), FailureIT::mount);
  }

  @AfterAll
  void close() {
    server.close();
  }

  private static void mount(RouteTable table) {
    table
        .add(Route.get("/fails/{kind}", Access.PUBLIC, FailureIT::failing))
        .add(Route.get("/throws", Access.PUBLIC, FailureIT::throwing))
        .add(Route.get("/null", Access.PUBLIC, request -> null))
        .add(Route.get("/nothing", Access.PUBLIC, request -> Future.succeededFuture()))
        .add(Route.get("/never", Access.PUBLIC, request -> Promise.<Answer>promise().future()))
        .add(
            Route.get(
                "/elsewhere", Access.PUBLIC, request -> Future.fromCompletionStage(elsewhere())));
  }

  private static Future<Answer> failing(Request request) {
    var kind = FailureKind.valueOf(request.pathParameter("kind"));
    return Future.failedFuture(new BusFailure(kind, "things.find", "the secret detail"));
  }

  private static Future<Answer> throwing(Request request) {
    throw new IllegalStateException("the secret detail of " + request.requestId());
  }

  private static CompletableFuture<Answer> elsewhere() {
    return CompletableFuture.supplyAsync(
        () -> Answer.json(200, Buffer.buffer("\"elsewhere\"")),
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID, 400, ''",
    "UNAVAILABLE, 503, 1",
    "OVERLOADED, 503, 1",
    "DEADLINE, 504, ''",
    "INTERNAL, 500, ''",
  })
  void each_kind_of_failure_has_its_status(FailureKind kind, int status, String retryAfter) {
    var answer = server.get("/fails/" + kind);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("retry-after").orElse("")).isEqualTo(retryAfter);
    assertThat(answer.body()).doesNotContain("secret").doesNotContain("things.find");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/throws", "/null", "/nothing"})
  void a_broken_endpoint_is_our_fault_and_its_details_stay_here(String path) {
    var answer = server.get(path, "X-Request-Id", "r-1");

    assertProblem(answer, 500, "/problems/internal");
    assertThat(answer.body())
        .contains("\"instance\":\"urn:request:r-1\"")
        .doesNotContain("secret")
        .doesNotContain("Exception");
  }

  @Test
  void who_asks_for_little_time_waits_no_longer() {
    var answer = server.get("/never", "Request-Timeout", "50");

    assertProblem(answer, 504, "/problems/deadline");
    Awaitility.await().until(() -> server.told.contains("GET /never 504"));
  }

  @Test
  void an_answer_may_come_from_another_thread() {
    assertThat(server.get("/elsewhere").body()).isEqualTo("\"elsewhere\"");
  }
}
