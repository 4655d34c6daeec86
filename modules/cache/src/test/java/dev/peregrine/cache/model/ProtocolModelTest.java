package dev.peregrine.cache.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The protocol of the two tiers, in every order in which its steps can happen: two nodes, two
/// writes, one key and one tag.
///
/// Each node fetches the key once, or twice where there are no faults; `-Dmodel.fetches=2` lets it
/// fetch twice always, which takes minutes, and some gigabytes of memory.
class ProtocolModelTest {

  private static final int FETCHES = Integer.getInteger("model.fetches", 1);

  static Stream<Set<Fault>> faults() {
    return Stream.of(
        Set.of(Fault.LEASE_EXPIRY, Fault.EVICTION),
        Set.of(Fault.LEASE_EXPIRY, Fault.CRASH),
        Set.of(Fault.TRIM),
        Set.of(Fault.LEASE_EXPIRY, Fault.FLUSH),
        Set.of(Fault.FAIL_OVER));
  }

  @Test
  void nothing_old_is_served_while_all_is_well() {
    var outcome = Search.through(World.with());

    System.out.println("model without faults: " + outcome);
    assertThat(outcome.isSound()).as(outcome.toString()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void nothing_old_is_served_whatever_happens(Set<Fault> faults) {
    var outcome = Search.through(World.with(faults.toArray(Fault[]::new)).fetching(FETCHES));

    System.out.println("model with " + faults + ": " + outcome);
    assertThat(outcome.isSound()).as(outcome.toString()).isTrue();
  }

  /// What must go wrong for a guard to be missed.
  private static Fault[] tried(Guard guard) {
    return switch (guard) {
      case LEASE,
          DIRTY_MARK,
          CLOSED_FLIGHTS,
          JOIN_WITH_PROOF,
          FENCE,
          STAMP_OF_LOAD,
          RULES_FOR_MEMORY,
          RULES_FOR_REDIS,
          TOKEN ->
          new Fault[0];
      case GAP_CHECK -> new Fault[] {Fault.TRIM};
      case NO_OLD_ANSWERS -> new Fault[] {Fault.FLUSH};
      case SERVER_CHECK, REPLAY -> new Fault[] {Fault.FAIL_OVER};
      case STAMP_WITH_LEASE -> new Fault[] {Fault.FAIL_OVER, Fault.REUSED_POSITIONS};
      case OUTBOX -> new Fault[] {Fault.CRASH};
    };
  }

  @ParameterizedTest
  @EnumSource
  void without_any_one_guard_something_old_is_served(Guard guard) {
    var outcome = Search.through(World.with(tried(guard)).without(guard));

    System.out.println("model without " + guard + ", " + outcome);
    assertThat(outcome.isSound()).isFalse();
  }

  @Test
  void the_counter_example_is_the_shortest_and_can_be_read() {
    var outcome = Search.through(World.with().without(Guard.DIRTY_MARK));

    assertThat(outcome.counterExample())
        .containsExactly(
            "node 0 gets the lease",
            "node 0 loads",
            "write 1 commits",
            "write 1 invalidates the key",
            "node 0 applies the next record",
            "node 0 installs what it loaded",
            "node 0 serves from memory what was invalidated");
  }

  /// What the protocol does not promise: nobody is left who could tell the new server.
  @Test
  void an_invalidation_that_is_lost_with_its_writer_and_its_server_stays_lost() {
    var outcome = Search.through(World.with(Fault.FAIL_OVER, Fault.CRASH));

    assertThat(outcome.counterExample())
        .contains("the replica takes over", "node 0 dies and starts afresh");
  }

  /// What a late clock breaks: nodes and tokens mean records that are no more. All else holds.
  @Test
  void a_replica_with_a_late_clock_breaks_tokens_only() {
    var faults = new Fault[] {Fault.FAIL_OVER, Fault.REUSED_POSITIONS};

    assertThat(Search.through(World.with(faults).fetching(1).promisingTokens()).counterExample())
        .last()
        .asString()
        .contains("token");
    assertThat(Search.through(World.with(faults).fetching(1)).isSound()).isTrue();
  }

  @Test
  void every_fault_is_tried() {
    var tried = Stream.concat(faults(), Arrays.stream(Guard.values()).map(g -> Set.of(tried(g))));

    assertThat(tried.flatMap(Set::stream)).containsAll(List.of(Fault.values()));
  }
}
