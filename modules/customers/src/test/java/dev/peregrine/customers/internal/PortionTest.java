package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import io.vertx.core.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortionTest {

  private final Portion portion = new Portion(100, 10_000);

  @Test
  void the_first_is_the_most() {
    assertThat(asked()).isEqualTo(10_000);
  }

  @Test
  void after_one_that_took_too_long_it_is_half_as_much_but_never_less_than_the_least() {
    var sizes = IntStream.range(0, 9).map(n -> failed(FailureKind.DEADLINE)).boxed().toList();

    assertThat(sizes).startsWith(10_000, 5_000, 2_500).endsWith(100, 100);
  }

  @Test
  void after_one_in_time_it_is_a_little_more_but_never_more_than_the_most() {
    var _ = failed(FailureKind.DEADLINE);
    var sizes = IntStream.range(0, 9).map(n -> asked()).boxed().toList();

    assertThat(sizes).startsWith(5_000, 5_625).isSorted().endsWith(10_000, 10_000);
  }

  @Test
  void the_least_of_all_grows_as_well() {
    var single = new Portion(1, 4);
    for (var n = 0; n < 3; n++) {
      var _ = single.ask(size -> late(FailureKind.DEADLINE));
    }

    var sizes = IntStream.range(0, 4).map(n -> single.ask(Future::succeededFuture).result());

    assertThat(sizes).containsExactly(1, 2, 3, 4);
  }

  @Test
  void what_failed_for_another_reason_says_nothing_of_how_much() {
    var _ = failed(FailureKind.UNAVAILABLE);

    assertThat(asked()).isEqualTo(10_000);
  }

  private int asked() {
    return portion.ask(Future::succeededFuture).result();
  }

  private int failed(FailureKind kind) {
    var sizes = new int[1];
    var answer =
        portion.ask(size -> {
          sizes[0] = size;
          return late(kind);
        });
    assertThat(answer.failed()).isTrue();
    return sizes[0];
  }

  private static Future<Integer> late(FailureKind kind) {
    return Future.failedFuture(new BusFailure(kind, "customers.fold", "too late"));
  }
}
