package dev.peregrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AwaitingTest {

  @Test
  void a_result_is_returned_and_a_failure_thrown_as_it_is() {
    var failure = new IOException("as it is");

    assertThat(Awaiting.await(Future.succeededFuture("here"))).isEqualTo("here");
    assertThatThrownBy(() -> Awaiting.await(Future.failedFuture(failure))).isSameAs(failure);
  }

  @Test
  void an_event_loop_must_not_wait() {
    var vertx = Vertx.vertx();
    var thrown = Promise.<Throwable>promise();

    vertx.runOnContext(nothing -> {
      try {
        Awaiting.await(Promise.promise().future());
      } catch (IllegalStateException refused) {
        thrown.complete(refused);
      }
    });

    assertThat(Awaiting.await(thrown.future())).hasMessageContaining("called on an event loop");
    Awaiting.await(vertx.close());
  }
}
