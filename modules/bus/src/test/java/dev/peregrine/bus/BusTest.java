package dev.peregrine.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusTest {

  private static final Address<Question, Outcome> ASK =
      new Address<>("test.ask", Question.class, Outcome.class);
  private static final Optional<TraceParent> PARENT =
      TraceParent.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  private static final Topic<Told> TOLD = new Topic<>("test.told", Told.class);

  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Bus bus =
      Bus.open(vertx, (address, kind, nanos) -> asked.add(address + " " + kind));

  record Question(String text) {}

  sealed interface Outcome {
    record Known(Question same) implements Outcome {}

    record Unknown() implements Outcome {}
  }

  record Told(int number) {}

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void a_record_arrives_by_reference_and_so_does_its_answer() {
    await(bus.answer(ASK, (question, call) -> Future.succeededFuture(new Outcome.Known(question))));
    var question = new Question("who?");

    var outcome = await(bus.ask(ASK, question, soon()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Known.class, known -> assertThat(known.same()).isSameAs(question));
    assertThat(asked).containsExactly("test.ask null");
  }

  @Test
  void deadline_and_trace_reach_the_answerer() {
    var seen = Promise.<Call>promise();
    await(
        bus.answer(
            ASK,
            (question, call) -> {
              seen.complete(call);
              return Future.succeededFuture(new Outcome.Unknown());
            }));

    await(
        bus.ask(
            ASK,
            new Question("?"),
            new Call(Deadline.after(Duration.ofSeconds(7)), "trace-1", PARENT)));

    assertThat(await(seen.future()).trace()).isEqualTo("trace-1");
    assertThat(await(seen.future()).traceParent()).isEqualTo(PARENT);
    assertThat(await(seen.future()).deadline().remainingMs()).isBetween(1L, 7_000L);
  }

  @Test
  void a_question_with_nobody_there_fails_at_once_and_names_the_address() {
    var start = System.nanoTime();

    var failure = failureOf(bus.ask(ASK, new Question("?"), soon()));

    assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("test.ask");
    assertThat(start + TimeUnit.SECONDS.toNanos(10))
        .as("long before the deadline")
        .isGreaterThan(System.nanoTime());
    assertThat(asked).containsExactly("test.ask UNAVAILABLE");
  }

  @Test
  void a_throwing_handler_answers_internal_at_once() {
    await(
        bus.answer(
            ASK,
            (question, call) -> {
              throw new IllegalArgumentException("broken on purpose");
            }));

    var failure = failureOf(bus.ask(ASK, new Question("?"), soon()));

    assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(failure).hasMessageContaining("broken on purpose");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "assertion", "stack", "memory"})
  void whatever_a_handler_does_the_asker_is_answered_at_once(String fault) {
    await(bus.answer(ASK, (question, call) -> Faults.of(fault)));

    var failure = failureOf(bus.ask(ASK, new Question("?"), soon()));

    assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
  }

  @Test
  void the_kind_of_a_failure_crosses_the_bus() {
    await(
        bus.answer(
            ASK,
            (question, call) ->
                Future.failedFuture(
                    new BusFailure(FailureKind.OVERLOADED, "elsewhere", "the queue is full"))));

    var failure = failureOf(bus.ask(ASK, new Question("?"), soon()));

    assertThat(failure.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(failure.address()).isEqualTo("test.ask");
  }

  @Test
  void a_silent_handler_costs_the_deadline_and_no_more() {
    await(bus.answer(ASK, (question, call) -> Promise.<Outcome>promise().future()));

    var failure =
        failureOf(bus.ask(ASK, new Question("?"), Call.background("t", Duration.ofMillis(50))));

    assertThat(failure.kind()).isEqualTo(FailureKind.DEADLINE);
  }

  @Test
  void a_deadline_that_has_passed_is_not_even_sent() {
    var failure = failureOf(bus.ask(ASK, new Question("?"), Call.background("t", Duration.ZERO)));

    assertThat(failure.kind()).isEqualTo(FailureKind.DEADLINE);
  }

  @Test
  void every_listener_hears_a_fact_and_one_that_throws_harms_nobody() {
    var heard = new CopyOnWriteArrayList<String>();
    await(
        bus.listen(
            TOLD,
            fact -> {
              throw new IllegalStateException("broken on purpose");
            }));
    await(bus.listen(TOLD, fact -> heard.add("first " + fact.number())));
    await(bus.listen(TOLD, fact -> heard.add("second " + fact.number())));

    bus.tell(TOLD, new Told(7));

    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> heard.size() == 2);
    assertThat(heard).containsExactlyInAnyOrder("first 7", "second 7");
  }

  @Test
  void who_has_left_is_asked_no_more() {
    var registration =
        await(bus.answer(ASK, (question, call) -> Future.succeededFuture(new Outcome.Unknown())));
    await(registration.close());

    var failure = failureOf(bus.ask(ASK, new Question("?"), soon()));

    assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
  }

  @Test
  void an_address_is_a_room_and_a_verb() {
    assertThatThrownBy(() -> new Address<>("CREATE_TOPIC", Question.class, Outcome.class))
        .hasMessage("address: CREATE_TOPIC (expected: room.verb, as in customers.find)");
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(20));
  }

  private static BusFailure failureOf(Future<?> future) {
    try {
      await(future);
    } catch (CompletionException thrown) {
      return (BusFailure) thrown.getCause();
    }
    throw new AssertionError("answered, but a failure was expected");
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
