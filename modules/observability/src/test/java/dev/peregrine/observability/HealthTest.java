package dev.peregrine.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HealthTest {

  @Test
  void a_node_is_ready_from_its_start_until_it_drains() {
    var health = new Health(List.of());
    assertThat(level(health)).isEqualTo(HealthState.Level.DOWN);
    assertThat(health.started().level()).isEqualTo(HealthState.Level.DOWN);

    health.markStarted();
    assertThat(level(health)).isEqualTo(HealthState.Level.UP);

    health.markDraining();
    assertThat(level(health)).isEqualTo(HealthState.Level.DOWN);
    assertThat(health.started().level()).isEqualTo(HealthState.Level.UP);
    assertThat(health.live().level()).isEqualTo(HealthState.Level.UP);
  }

  @Test
  void the_worst_dependency_decides_and_each_is_named() {
    var health =
        started(
            HealthCheck.of("postgres", () -> Future.succeededFuture(HealthState.up())),
            HealthCheck.of("redis", () -> Future.succeededFuture(HealthState.degraded("away"))));

    var report = await(health.ready());

    assertThat(report.level()).isEqualTo(HealthState.Level.DEGRADED);
    assertThat(report.toJson().encode())
        .isEqualTo(
            "{\"status\":\"degraded\",\"checks\":[{\"name\":\"lifecycle\",\"status\":\"up\"},"
                + "{\"name\":\"postgres\",\"status\":\"up\"},"
                + "{\"name\":\"redis\",\"status\":\"degraded\",\"detail\":\"away\"}]}");
  }

  @Test
  void a_check_that_hangs_throws_or_fails_is_down_and_tells_no_secret() {
    var health =
        started(
            HealthCheck.of("hangs", () -> Promise.<HealthState>promise().future()),
            HealthCheck.of("fails", () -> Future.failedFuture("the password is secret")),
            HealthCheck.of(
                "throws",
                () -> {
                  throw new IllegalStateException("the password is secret");
                }));

    var report = await(health.ready());

    assertThat(report.level()).isEqualTo(HealthState.Level.DOWN);
    assertThat(report.toJson().encode())
        .contains("no answer within 1000 ms")
        .contains("failed: IllegalStateException")
        .doesNotContain("secret");
  }

  @Test
  void however_many_ask_a_dependency_is_asked_once() {
    var asked = new AtomicInteger();
    var answer = Promise.<HealthState>promise();
    var health =
        started(
            HealthCheck.of(
                "slow",
                () -> {
                  asked.incrementAndGet();
                  return answer.future();
                }));

    var reports = List.of(health.ready(), health.ready(), health.ready());
    answer.complete(HealthState.up());
    reports.forEach(HealthTest::await);
    await(health.ready());

    assertThat(asked.get()).isLessThanOrEqualTo(2);
    Awaitility.await()
        .until(() -> {
          await(health.ready());
          return asked.get() >= 2;
        });
  }

  private static Health started(HealthCheck... checks) {
    var health = new Health(List.of(checks));
    health.markStarted();
    return health;
  }

  private static HealthState.Level level(Health health) {
    return await(health.ready()).level();
  }

  @com.google.errorprone.annotations.CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
