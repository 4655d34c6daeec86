package dev.peregrine.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two that share an event loop.
class NeighboursTest {

  private static final Address<Question, Answer> ASK =
      new Address<>("test.ask", Question.class, Answer.class);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Bus bus =
      Bus.open(vertx, (address, kind, nanos) -> asked.add(address + " " + kind));
  private final Context home = loop();

  record Question(int number) {}

  record Answer(String from) {}

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void a_question_of_the_same_loop_is_a_call_and_its_answer_no_sooner_than_a_messages() {
    var told = new CopyOnWriteArrayList<String>();
    answering((question, call) -> {
      told.add("asked");
      return Future.succeededFuture(new Answer(thread()));
    });

    await(
        on(
            home,
            () -> {
              var answer = ask(soon()).onSuccess(known -> told.add("answered"));
              told.add("next line");
              return answer;
            }));

    assertThat(told).containsExactly("asked", "next line", "answered");
    assertThat(asked).containsExactly("test.ask null");
  }

  @Test
  void a_long_chain_of_questions_that_are_answered_at_once_ends() {
    answering((question, call) -> Future.succeededFuture(new Answer("home")));

    var end = Promise.<Answer>promise();

    home.runOnContext(run -> chain(20_000, end));

    assertThat(await(end.future()).from()).isEqualTo("home");
  }

  private void chain(int length, Promise<Answer> end) {
    var _ =
        ask(soon())
            .onSuccess(answer -> {
              if (length == 1) {
                end.complete(answer);
              } else {
                chain(length - 1, end);
              }
            });
  }

  @Test
  void one_of_another_loop_is_answered_at_home() {
    answering((question, call) -> Future.succeededFuture(new Answer(thread())));
    var abroad = loop();
    var here = await(on(home, () -> Future.succeededFuture(thread())));
    assertThat(await(on(abroad, () -> Future.succeededFuture(thread())))).isNotEqualTo(here);

    assertThat(await(on(abroad, () -> ask(soon()))).from()).isEqualTo(here);
  }

  @Test
  void of_two_the_one_on_the_loop_answers() {
    var abroad = loop();
    answering((question, call) -> Future.succeededFuture(new Answer("home")));
    await(
        on(
            abroad,
            () ->
                bus.answer(ASK, (question, call) -> Future.succeededFuture(new Answer("abroad")))));

    for (var time = 0; time < 10; time++) {
      assertThat(await(on(home, () -> ask(soon()))).from()).isEqualTo("home");
      assertThat(await(on(abroad, () -> ask(soon()))).from()).isEqualTo("abroad");
    }
  }

  @Test
  void an_answer_from_elsewhere_comes_back_on_the_askers_context() {
    var elsewhere = loop();
    answering((question, call) -> {
      var answer = Promise.<Answer>promise();
      elsewhere.runOnContext(run -> answer.complete(new Answer(thread())));
      return answer.future();
    });
    var here = await(on(home, () -> Future.succeededFuture(thread())));

    var seen = await(on(home, () -> ask(soon()).map(answer -> List.of(answer.from(), thread()))));

    assertThat(seen.getFirst()).isNotEqualTo(here);
    assertThat(seen.getLast()).isEqualTo(here);
  }

  @Test
  void a_silent_neighbour_costs_the_deadline_and_no_more() {
    answering((question, call) -> Promise.<Answer>promise().future());

    var failure = failure(on(home, () -> ask(Call.background("t", Duration.ofMillis(50)))));

    assertThat(failure.kind()).isEqualTo(FailureKind.DEADLINE);
    assertThat(asked).containsExactly("test.ask DEADLINE");
  }

  @Test
  void one_that_throws_is_a_fault_and_the_kind_of_a_failure_stays() {
    answering((question, call) -> {
      if (question.number() == 0) {
        throw new IllegalArgumentException("broken on purpose");
      }
      return Future.failedFuture(new BusFailure(FailureKind.OVERLOADED, "elsewhere", "full"));
    });

    var thrown = failure(on(home, () -> bus.ask(ASK, new Question(0), soon())));
    var refused = failure(on(home, () -> bus.ask(ASK, new Question(1), soon())));

    assertThat(thrown.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(thrown).hasMessageContaining("broken on purpose");
    assertThat(refused.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(refused.address()).isEqualTo("test.ask");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "assertion", "stack", "memory"})
  void whatever_a_neighbour_does_the_asker_gets_a_failed_future(String fault) {
    answering((question, call) -> Faults.of(fault));

    var failure = failure(on(home, () -> ask(soon())));

    assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(asked).containsExactly("test.ask INTERNAL");
  }

  @Test
  void who_has_left_is_not_asked() {
    var registration = answering((question, call) -> Future.succeededFuture(new Answer(thread())));
    await(registration.close());

    assertThat(failure(on(home, () -> ask(soon()))).kind()).isEqualTo(FailureKind.UNAVAILABLE);
  }

  @Test
  void what_a_neighbour_spends_is_on_the_askers_account() {
    answering((question, call) -> {
      call.spent().add(Spent.Part.DATABASE, 7);
      return Future.succeededFuture(new Answer("home"));
    });
    var call = soon();

    await(on(home, () -> ask(call)));

    assertThat(call.spent().nanos(Spent.Part.DATABASE)).isEqualTo(7);
    assertThat(call.spent().nanos(Spent.Part.BUS)).isZero();
  }

  @Test
  void the_way_to_another_loop_and_what_is_spent_there_are_on_the_askers_account() {
    answering((question, call) -> {
      call.spent().add(Spent.Part.DATABASE, 7);
      return Future.succeededFuture(new Answer(thread()));
    });
    var call = soon();

    await(on(loop(), () -> ask(call)));

    assertThat(call.spent().nanos(Spent.Part.DATABASE)).isEqualTo(7);
    assertThat(call.spent().nanos(Spent.Part.BUS)).isPositive();
  }

  @CanIgnoreReturnValue
  private Registration answering(Answerer<Question, Answer> answerer) {
    return await(on(home, () -> bus.answer(ASK, answerer)));
  }

  private Future<Answer> ask(Call call) {
    return bus.ask(ASK, new Question(1), call);
  }

  private static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
    var done = Promise.<T>promise();
    context.runOnContext(run -> work.get().onComplete(done));
    return done.future();
  }

  /// The next event loop of the two.
  private Context loop() {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  private static String thread() {
    return Thread.currentThread().getName();
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(10));
  }

  private static BusFailure failure(Future<?> future) {
    var holder = new Throwable[1];
    assertThatThrownBy(() -> await(future)).satisfies(thrown -> holder[0] = thrown);
    var thrown = holder[0] instanceof CompletionException ? holder[0].getCause() : holder[0];
    return (BusFailure) thrown;
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
