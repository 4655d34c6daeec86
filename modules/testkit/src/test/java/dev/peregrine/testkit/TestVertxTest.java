package dev.peregrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TestVertxTest {

  @Test
  void what_nobody_caught_fails_the_close() {
    var vertx = TestVertx.create();
    vertx
        .vertx()
        .runOnContext(nothing -> {
          throw new IllegalStateException("broken on purpose");
        });

    assertThatThrownBy(vertx::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("broken on purpose");
  }

  @Test
  void a_blocked_event_loop_is_noticed_and_its_stack_kept() {
    var vertx = TestVertx.create();
    var end = new CountDownLatch(1);
    vertx
        .vertx()
        .runOnContext(nothing -> {
          try {
            assertThat(end.await(90, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException thrown) {
            throw new IllegalStateException(thrown);
          }
        });

    Awaitility.await()
        .untilAsserted(() ->
            assertThat(vertx.drainWrongs())
                .first()
                .satisfies(wrong -> {
                  assertThat(wrong)
                      .hasMessageContaining("eventloop")
                      .hasMessageContaining("blocked for");
                  assertThat(wrong).hasStackTraceContaining("CountDownLatch.await");
                }));

    end.countDown();
    // It may have been noticed again until just now; this time on purpose.
    Awaiting.await(vertx.vertx().close());
  }

  @Test
  void a_close_after_nothing_went_wrong_is_silent() {
    var vertx = TestVertx.create();

    Awaiting.await(vertx.vertx().timer(1));

    vertx.close();
  }
}
