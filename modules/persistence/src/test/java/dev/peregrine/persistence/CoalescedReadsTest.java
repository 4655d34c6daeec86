package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.bus.Spent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoalescedReadsTest {

  private final List<Asked> asked = new ArrayList<>();
  private final CoalescedReads<Integer, String> reads =
      new CoalescedReads<>("test.read", 4, this::ask);

  private record Asked(List<Integer> keys, Call call, Promise<Map<Integer, String>> answer) {

    void succeed() {
      answer.complete(
          keys.stream()
              .filter(key -> key < 100)
              .collect(Collectors.toMap(key -> key, key -> "row " + key)));
    }
  }

  private Future<Map<Integer, String>> ask(List<Integer> keys, Call call) {
    var one = new Asked(keys, call, Promise.promise());
    asked.add(one);
    return one.answer().future();
  }

  @Test
  void in_peace_a_read_goes_at_once_and_alone() {
    var read = read(1);

    assertThat(keys()).containsExactly(List.of(1));
    asked.getFirst().succeed();
    assertThat(read.result()).contains("row 1");
    var next = read(2);

    assertThat(keys()).containsExactly(List.of(1), List.of(2));
    asked.getLast().succeed();
    assertThat(next.result()).contains("row 2");
  }

  @Test
  void those_that_come_meanwhile_go_together_each_key_once() {
    read(1);
    var second = read(2);
    var third = read(3);
    var again = read(2);

    asked.getFirst().succeed();

    assertThat(keys()).containsExactly(List.of(1), List.of(2, 3));
    asked.getLast().succeed();
    assertThat(second.result()).contains("row 2");
    assertThat(third.result()).contains("row 3");
    assertThat(again.result()).contains("row 2");
  }

  @Test
  void a_key_that_is_under_way_is_asked_again_since_the_answer_may_be_older_than_the_question() {
    read(1);
    read(1);
    asked.getFirst().succeed();

    assertThat(keys()).containsExactly(List.of(1), List.of(1));
  }

  @Test
  void what_is_not_found_is_nothing() {
    var read = read(100);
    asked.getFirst().succeed();

    assertThat(read.result()).isEqualTo(Optional.empty());
  }

  @Test
  void a_batch_has_a_bound() {
    read(0);
    IntStream.rangeClosed(1, 6).forEach(this::read);
    asked.getFirst().succeed();

    assertThat(keys()).containsExactly(List.of(0), List.of(1, 2, 3, 4));
    asked.getLast().succeed();
    assertThat(keys().getLast()).containsExactly(5, 6);
  }

  @Test
  void a_bad_key_fails_alone() {
    read(0);
    var good = read(1);
    var bad = read(2);
    asked.getFirst().succeed();
    asked.get(1).answer().fail(new IllegalStateException("one of you"));

    assertThat(keys()).endsWith(List.of(1), List.of(2));
    asked.get(2).succeed();
    asked.get(3).answer().fail(new IllegalStateException("you"));

    assertThat(good.result()).contains("row 1");
    assertThat(bad.cause()).hasMessage("you");
    assertThat(read(3).isComplete()).isFalse();
    assertThat(keys().getLast()).as("the way is free again").containsExactly(3);
  }

  @Test
  void a_server_that_is_away_fails_all_and_is_not_asked_for_each() {
    read(0);
    var one = read(1);
    var other = read(2);
    asked.getFirst().succeed();
    var away = new BusFailure(FailureKind.UNAVAILABLE, "test.read", "away");
    asked.get(1).answer().fail(away);

    assertThat(one.cause()).isEqualTo(away);
    assertThat(other.cause()).isEqualTo(away);
    assertThat(asked).hasSize(2);
  }

  @Test
  void whom_nobody_waits_for_is_not_asked_about() {
    read(0);
    var late = reads.read(1, Call.background("late", Duration.ZERO));
    var patient = read(2);
    asked.getFirst().succeed();

    assertThat(keys()).containsExactly(List.of(0), List.of(2));
    assertThat(late.cause())
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.DEADLINE));
    assertThat(patient.isComplete()).isFalse();
  }

  @Test
  void who_hears_that_it_is_too_late_may_read_again_at_once() {
    read(0);
    var again = new ArrayList<Future<Optional<String>>>();
    var _ =
        reads.read(1, Call.background("late", Duration.ZERO)).onFailure(late -> again.add(read(3)));
    var patient = read(2);
    asked.getFirst().succeed();
    asked.getLast().succeed();
    asked.getLast().succeed();

    assertThat(keys()).containsExactly(List.of(0), List.of(2), List.of(3));
    assertThat(patient.result()).contains("row 2");
    assertThat(again.getFirst().result()).contains("row 3");
  }

  @Test
  void a_question_that_cannot_be_put_fails_and_keeps_the_way_free() {
    var broken =
        new CoalescedReads<Integer, String>(
            "test.read",
            4,
            (keys, call) -> {
              if (keys.contains(1)) {
                throw new IllegalStateException("no such question");
              }
              return ask(keys, call);
            });

    var read = broken.read(1, Call.background("test", Duration.ofMinutes(1)));
    var next = broken.read(2, Call.background("test", Duration.ofMinutes(1)));
    asked.getFirst().succeed();

    assertThat(read.cause()).hasMessage("no such question");
    assertThat(next.result()).contains("row 2");
  }

  @Test
  void a_batch_waits_as_long_as_its_most_patient_caller() {
    read(0);
    var patient = Call.background("patient", Duration.ofMinutes(5));
    var _ = reads.read(1, Call.background("hasty", Duration.ofSeconds(1)));
    var _ = reads.read(2, patient);
    asked.getFirst().succeed();

    assertThat(asked.getLast().call().deadline()).isEqualTo(patient.deadline());
    assertThat(asked.getLast().call().trace()).isEqualTo("hasty");
  }

  @Test
  void everybody_is_charged_for_what_they_waited() {
    var call = Call.background("charged", Duration.ofMinutes(1));
    read(0);
    var _ = reads.read(1, call);
    asked.getFirst().succeed();
    asked.getLast().succeed();

    assertThat(call.spent().nanos(Spent.Part.DATABASE)).isPositive();
  }

  @Test
  void too_many_that_wait_are_refused() {
    read(-1);
    IntStream.range(0, 4_096).forEach(this::read);

    var refused = read(5_000);

    assertThat(refused.cause())
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.OVERLOADED));
    assertThat(read(4_095).failed()).as("who waits for a known key costs nothing").isFalse();
  }

  @Test
  void a_batch_of_none_makes_no_sense() {
    assertThatThrownBy(() -> new CoalescedReads<Integer, String>("test.read", 0, this::ask))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @CanIgnoreReturnValue
  private Future<Optional<String>> read(int key) {
    return reads.read(key, Call.background("test", Duration.ofMinutes(1)));
  }

  private List<List<Integer>> keys() {
    return asked.stream().map(Asked::keys).toList();
  }
}
