package dev.peregrine.bus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peregrine.bus.Spent.Part;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SpentTest {

  private static final Address<Question, Answer> ASK =
      new Address<>("test.ask", Question.class, Answer.class);
  private static final Address<Question, Answer> RELAYED =
      new Address<>("test.relayed", Question.class, Answer.class);
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.open(vertx, BusStats.NONE);

  record Question() {}

  record Answer() {}

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void what_rooms_far_away_spend_comes_back_with_the_answer() {
    await(
        bus.answer(
            ASK,
            (question, call) -> {
              call.spent().add(Part.DATABASE, MS);
              return vertx.timer(20).map(fired -> new Answer());
            }));
    await(bus.answer(RELAYED, (question, call) -> bus.ask(ASK, question, call)));
    var call = soon();

    var start = System.nanoTime();
    await(bus.ask(RELAYED, new Question(), call));
    var took = System.nanoTime() - start;

    assertThat(call.spent().nanos(Part.DATABASE)).isEqualTo(MS);
    assertThat(call.spent().nanos(Part.CACHE)).isZero();
    assertThat(call.spent().nanos(Part.BUS))
        .as("the way, without the answerers' 20 ms")
        .isBetween(1L, took - 15 * MS);
  }

  /// The account comes back as a copy: who answered may still be charging its own.
  @Test
  void what_is_charged_after_the_answer_is_charged_to_nobody() {
    var charged = Promise.<Call>promise();
    await(
        bus.answer(
            ASK,
            (question, call) -> {
              call.spent().add(Part.CACHE, MS);
              charged.complete(call);
              return Future.succeededFuture(new Answer());
            }));
    var call = soon();
    await(bus.ask(ASK, new Question(), call));

    await(charged.future()).spent().add(Part.CACHE, MS);

    assertThat(await(charged.future())).isNotSameAs(call);
    assertThat(call.spent().nanos(Part.CACHE)).isEqualTo(MS);
  }

  /// By reference, to the nanosecond: a text of milliseconds would have been later.
  @Test
  void the_deadline_travels_as_it_is() {
    var seen = Promise.<Deadline>promise();
    await(
        bus.answer(
            ASK,
            (question, call) -> {
              seen.complete(call.deadline());
              return Future.succeededFuture(new Answer());
            }));
    var call = soon();

    await(bus.ask(ASK, new Question(), call));

    assertThat(await(seen.future())).isSameAs(call.deadline());
  }

  @Test
  void a_wait_for_nobody_was_spent_on_the_bus() {
    await(bus.answer(ASK, (question, call) -> Promise.<Answer>promise().future()));
    // Of which some may have passed before it is asked.
    var call = Call.background("test", Duration.ofMillis(500));

    var answer = bus.ask(ASK, new Question(), call);

    assertThat(failure(answer)).isInstanceOf(BusFailure.class);
    assertThat(call.spent().nanos(Part.BUS)).isGreaterThan(40 * MS);
  }

  @Test
  void work_is_charged_without_what_it_charges_itself() {
    var spent = new Spent();

    await(
        spent.during(
            Part.CACHE,
            () -> {
              spent.add(Part.DATABASE, 10_000 * MS);
              return vertx.timer(5).<Void>mapEmpty();
            }));

    assertThat(spent.nanos(Part.DATABASE)).isEqualTo(10_000 * MS);
    assertThat(spent.nanos(Part.CACHE)).as("never negative").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1,2,3,4", "1,2,3,4,5,6", "1,2,x,4,5", ",,,,", "1,2,3,4,9e9"})
  void what_cannot_be_read_counts_as_time_on_the_bus(String told) {
    var spent = new Spent();

    spent.addTold(told, MS);

    assertThat(spent.nanos(Part.BUS)).isEqualTo(MS);
    assertThat(spent.sum()).isEqualTo(MS);
  }

  @Test
  void nobody_tells_of_more_time_than_was_waited() {
    var spent = new Spent();

    spent.addTold("5,-7,99999999999999,3,1", 10);

    assertThat(spent.nanos(Part.RECEIVE)).isZero();
    assertThat(spent.nanos(Part.CACHE)).isEqualTo(10);
    assertThat(spent.nanos(Part.DATABASE)).isEqualTo(3);
    assertThat(spent.nanos(Part.BUS)).isEqualTo(6);
  }

  @Test
  void the_record_of_a_failure_behind_the_bus_bears_the_requests_id() {
    await(
        bus.answer(
            ASK,
            (question, call) -> {
              throw new IllegalStateException("broken");
            }));
    var log = (Logger) LoggerFactory.getLogger(Bus.class);
    var records = new ListAppender<ILoggingEvent>();
    records.start();
    log.addAppender(records);
    var call = new Call(Deadline.after(Duration.ofSeconds(10)), "abc-1");

    var thrown = failure(bus.ask(ASK, new Question(), call));
    log.detachAppender(records);

    assertThat(thrown).isInstanceOf(BusFailure.class);
    assertThat(records.list)
        .singleElement()
        .satisfies(record ->
            assertThat(record.getKeyValuePairs())
                .singleElement()
                .satisfies(pair -> {
                  assertThat(pair.key).isEqualTo(Call.LOG_KEY);
                  assertThat(pair.value).isEqualTo("abc-1");
                }));
  }

  private static Throwable failure(Future<Answer> failing) {
    return await(failing.transform((same, thrown) -> Future.succeededFuture(thrown)));
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(10));
  }

  @com.google.errorprone.annotations.CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
