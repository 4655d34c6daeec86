package dev.peregrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.bus.Topic;
import io.vertx.core.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BusProbeParameter.class)
class BusProbeTest {

  private static final Address<Question, Answer> ASK =
      new Address<>("test.ask", Question.class, Answer.class);
  private static final Topic<Told> TOLD = new Topic<>("test.told", Told.class);

  record Question(int number) {}

  record Answer(int number) {}

  record Told(int number) {}

  @BeforeEach
  void answer(BusProbe probe) {
    probe.answer(
        ASK,
        (question, call) -> {
          probe.bus().tell(TOLD, new Told(question.number()));
          return question.number() < 0
              ? Future.failedFuture(
                  new BusFailure(FailureKind.UNAVAILABLE, ASK.name(), "below zero"))
              : Future.succeededFuture(new Answer(question.number()));
        });
  }

  @Test
  void a_question_is_answered_and_its_fact_overheard(BusProbe probe) {
    var answer = probe.ask(ASK, new Question(7));

    assertThat(answer).isEqualTo(new Answer(7));
    assertThat(probe.heardOnce(TOLD)).isEqualTo(new Told(7));
  }

  @Test
  void each_test_has_a_probe_of_its_own(BusProbe probe) {
    assertThat(probe.heard(TOLD)).isEmpty();
  }

  @Test
  void a_fact_told_twice_was_not_told_once(BusProbe probe) {
    probe.ask(ASK, new Question(1));
    probe.ask(ASK, new Question(2));

    assertThat(probe.awaitHeard(TOLD, 2)).containsExactly(new Told(1), new Told(2));
    assertThatThrownBy(() -> probe.heardOnce(TOLD)).hasMessageContaining("(expected: one fact)");
  }

  @Test
  void a_failure_is_thrown_as_it_is(BusProbe probe) {
    assertThatThrownBy(() -> probe.ask(ASK, new Question(-1)))
        .isInstanceOf(BusFailure.class)
        .hasMessageContaining("below zero");
  }
}
