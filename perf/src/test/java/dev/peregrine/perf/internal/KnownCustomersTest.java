package dev.peregrine.perf.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KnownCustomersTest {

  @Test
  void ranks_cover_their_range() {
    assertThat(KnownCustomers.rank(0, 1_000)).isZero();
    assertThat(KnownCustomers.rank(Math.nextDown(1.0), 1_000)).isEqualTo(999);
    assertThat(KnownCustomers.rank(Math.nextDown(1.0), 1)).isZero();
  }

  @Test
  void the_tenth_is_asked_for_a_tenth_as_often_as_the_first() {
    var random = new SplittableRandom(7);
    var counts = new int[1_000];

    for (var i = 0; i < 1_000_000; i++) {
      counts[KnownCustomers.rank(random.nextDouble(), counts.length)]++;
    }

    // Made continuous, the law gives ln 2 and ln(11/10), not 1 and 1/10.
    assertThat((double) counts[9] / counts[0]).isCloseTo(Math.log(1.1) / Math.log(2), within(0.01));
  }

  @Test
  void addresses_are_never_used_twice() {
    var known = new KnownCustomers(new SplittableRandom(7));

    assertThat(known.newEmail()).isNotEqualTo(known.newEmail());
  }
}
