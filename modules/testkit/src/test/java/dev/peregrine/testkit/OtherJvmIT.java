package dev.peregrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OtherJvmIT {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  /// The programs under test, by the first argument.
  static final class Program {

    static void main(String... arguments) throws Exception {
      switch (arguments[0]) {
        case "fails at once" -> throw new IllegalStateException("the reason");
        case "is never ready" -> new CountDownLatch(1).await();
        case "is noisy" -> {
          for (var n = 0; n < 20_000; n++) {
            System.err.println("complaint " + n);
            System.out.println("remark " + n);
          }
          OtherJvm.answer(question -> "after all that");
        }
        case "fails at its end" -> {
          OtherJvm.answer(question -> "fine");
          throw new IllegalStateException("the late reason");
        }
        case "does not end" -> {
          OtherJvm.answer(question -> "fine");
          new CountDownLatch(1).await();
        }
        case "chokes" ->
            OtherJvm.answer(question -> {
              throw new IllegalArgumentException("not " + question);
            });
        default -> OtherJvm.answer(question -> arguments[1] + " to " + question);
      }
    }
  }

  private static OtherJvm start(String... arguments) {
    return OtherJvm.start(Program.class, 32, arguments);
  }

  @Test
  void what_is_asked_is_answered_one_by_one() {
    try (var other = start("answers", "yes")) {
      assertThat(other.ask("1")).isEqualTo("yes to 1");
      assertThat(other.ask("漢字 🦅")).isEqualTo("yes to 漢字 🦅");
    }
  }

  @Test
  void a_program_that_ends_before_it_is_ready_says_why() {
    try (var other = start("fails at once")) {
      assertThatThrownBy(() -> other.ask("1"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Program: ended with 1 before it answered \"1\"")
          .hasMessageContaining("IllegalStateException: the reason");
      assertThatThrownBy(other::close).hasMessageContaining("ended with 1");
      other.kill();
    }
  }

  @Test
  void a_program_that_cannot_answer_says_why() {
    try (var other = start("chokes")) {
      assertThatThrownBy(() -> other.ask("this")).hasMessageContaining("not this");
      other.kill();
    }
  }

  @Test
  void a_program_that_is_never_ready_is_not_waited_for() {
    try (var other = start("is never ready")) {
      other.patience = SHORT;

      assertThatThrownBy(() -> other.ask("1"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Program: no answer to \"1\" within PT1S");
      other.patience = LONG;
      assertThatThrownBy(() -> other.ask("2")).as("it is gone").hasMessageContaining("ended with");
    }
  }

  @Test
  void a_program_is_not_held_up_by_what_it_prints() {
    try (var other = start("is noisy")) {
      assertThat(other.ask("1")).isEqualTo("after all that");
    }
  }

  @Test
  void a_program_that_fails_at_its_end_fails_the_close() {
    var other = start("fails at its end");
    assertThat(other.ask("1")).isEqualTo("fine");

    assertThatThrownBy(other::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Program: ended with 1")
        .hasMessageContaining("the late reason");
  }

  @Test
  void a_program_that_does_not_end_is_killed_and_fails_the_close() {
    var other = start("does not end");
    assertThat(other.ask("1")).isEqualTo("fine");
    other.patience = SHORT;

    assertThatThrownBy(other::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Program: no end within PT1S");

    other.patience = LONG;
    assertThatThrownBy(() -> other.ask("2")).hasMessageContaining("ended with");
  }

  @Test
  void a_program_that_was_killed_does_not_fail_the_close() {
    var other = start("answers", "yes");
    assertThat(other.ask("1")).isEqualTo("yes to 1");

    other.kill();

    assertThatThrownBy(() -> other.ask("2")).hasMessageContaining("ended with 137");
    assertThatCode(other::close).doesNotThrowAnyException();
  }

  @Test
  void a_frozen_program_answers_when_it_is_thawed() {
    try (var other = start("answers", "yes")) {
      assertThat(other.ask("1")).isEqualTo("yes to 1");
      other.freeze();
      var later = CompletableFuture.supplyAsync(() -> other.ask("2"));
      assertThatThrownBy(() -> later.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

      other.thaw();

      assertThat(later.join()).isEqualTo("yes to 2");
    }
  }

  @Test
  void a_frozen_program_is_closed_all_the_same() {
    var other = start("answers", "yes");
    assertThat(other.ask("1")).isEqualTo("yes to 1");
    other.freeze();

    assertThatCode(other::close).doesNotThrowAnyException();

    assertThatThrownBy(() -> other.ask("2")).hasMessageContaining("ended with 0");
  }
}
