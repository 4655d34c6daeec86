package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.Read;
import dev.peregrine.cache.Staleness;
import dev.peregrine.cache.Tier;
import dev.peregrine.cache.Token;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheStatusTest {

  @ParameterizedTest
  @CsvSource({
    "NEAR, NONE, peregrine-l1; hit",
    "FAR, NONE, peregrine-l2; hit",
    "SOURCE, NONE, peregrine-l1; fwd=miss",
    "NEAR, REVALIDATING, peregrine-l1; hit; ttl=-31; detail=stale-while-revalidate",
    "FAR, REVALIDATING, peregrine-l2; hit; ttl=-31; detail=stale-while-revalidate",
    "NEAR, ON_ERROR, peregrine-l1; fwd=stale; ttl=-31; detail=stale-if-error",
    "FAR, ON_ERROR, peregrine-l2; fwd=stale; ttl=-31; detail=stale-if-error",
    "NEAR, UNPROVEN, peregrine-l1; hit; detail=unproven",
  })
  void it_says_which_tier_answered_and_whether_the_answer_is_stale(
      Tier tier, Staleness staleness, String expected) {
    var staleSince = System.nanoTime() - Duration.ofMillis(30_001).toNanos();

    var status =
        CacheStatus.of(new Read<>(Optional.of(1), tier, 0, staleSince, staleness, Token.NONE));

    assertThat(status).isEqualTo(expected);
  }
}
