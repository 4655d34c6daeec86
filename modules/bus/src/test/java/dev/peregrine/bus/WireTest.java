package dev.peregrine.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What other programs send to an address that reaches them, and what they get.
class WireTest {

  private static final Address<Weigh, Weighed> WEIGH =
      new Address<>("test.weigh", Weigh.class, Weighed.class, Reach.CLUSTER);
  private static final Address<Weigh, Weighed> INSIDE =
      new Address<>("test.inside", Weigh.class, Weighed.class);
  private static final Topic<Moved> MOVED = new Topic<>("test.moved", Moved.class, Reach.CLUSTER);

  private static final String WHOLE =
      """
      {"id": 7, "small": 3, "ratio": 0.5, "really": true, "name": "ä\\n", "sum": "12.50",
       "at": "2026-01-31T12:00:00Z", "size": "large", "note": "n", "tags": ["a", "b"],
       "ids": [5], "by": {"k": {"x": 1, "y": 2}}}\
      """;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.open(vertx, BusStats.NONE);
  private final List<Weigh> weighed = new CopyOnWriteArrayList<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  enum Size {
    SMALL,
    LARGE;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  record Point(int x, int y) {}

  record Weigh(
      long id,
      int small,
      double ratio,
      boolean really,
      String name,
      BigDecimal sum,
      Instant at,
      Size size,
      Optional<String> note,
      List<String> tags,
      Set<Long> ids,
      Map<String, Point> by) {

    Weigh {
      if (small > 9) {
        throw new IllegalArgumentException("small: " + small + " (expected: <= 9)");
      }
    }
  }

  sealed interface Weighed {
    record Heavy(Weigh same) implements Weighed {}

    record NotThere() implements Weighed {}
  }

  record Moved(Point to) {}

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void json_is_asked_and_json_is_answered() {
    answerWith(Weighed.Heavy::new);
    var question = new JsonObject(WHOLE);

    var reply = ask(question);

    assertThat(reply.body())
        .isEqualTo(new JsonObject().put("outcome", "heavy").put("same", question));
    assertThat(weighed)
        .containsExactly(
            new Weigh(
                7,
                3,
                0.5,
                true,
                "ä\n",
                new BigDecimal("12.50"),
                Instant.parse("2026-01-31T12:00:00Z"),
                Size.LARGE,
                Optional.of("n"),
                List.of("a", "b"),
                Set.of(5L),
                Map.of("k", new Point(1, 2))));
  }

  @Test
  void what_is_absent_may_be_left_out_or_null() {
    answerWith(question -> new Weighed.NotThere());
    var without = new JsonObject(WHOLE);
    without.remove("note");

    var left = ask(without);
    var empty = ask(new JsonObject(WHOLE).putNull("note"));

    assertThat(left.body()).isEqualTo(new JsonObject().put("outcome", "notThere"));
    assertThat(empty.body()).isEqualTo(left.body());
    assertThat(weighed).extracting(Weigh::note).containsOnly(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": 7.0}",
        "{\"id\": \"7\"}",
        "{\"id\": null}",
        "{\"id\": 9223372036854775808}",
        "{\"small\": 2147483648}",
        "{\"small\": 10}",
        "{\"really\": 1}",
        "{\"name\": 1}",
        "{\"sum\": 12.5}",
        "{\"sum\": \"1e999999999\"}",
        "{\"sum\": \"0.00000000000000000000000000000000000000000000000000000000000000001\"}",
        "{\"at\": \"yesterday\"}",
        "{\"size\": \"LARGE\"}",
        "{\"size\": {}}",
        "{\"note\": 1}",
        "{\"tags\": \"a\"}",
        "{\"tags\": [null]}",
        "{\"ids\": [1, 1]}",
        "{\"by\": []}",
        "{\"by\": {\"k\": {\"x\": 1}}}",
        "{\"by\": {\"k\": {\"x\": 1, \"y\": 2, \"z\": 3}}}",
        "{\"@class\": \"java.util.Date\"}",
        "{\"outcome\": \"heavy\"}"
      })
  void whatever_the_port_does_not_declare_is_invalid(String change) {
    answerWith(Weighed.Heavy::new);

    var reply = ask(new JsonObject(WHOLE).mergeIn(new JsonObject(change)));

    assertThat(reply.headers().get(Bus.FAILURE)).isEqualTo("invalid");
    assertThat(reply.body()).asString().contains("(expected: ");
    assertThat(weighed).isEmpty();
  }

  @Test
  void bodies_that_are_no_object_are_invalid() {
    answerWith(Weighed.Heavy::new);
    var many = new JsonArray();
    for (var n = 0; n <= 10_000; n++) {
      many.add("a");
    }

    assertThat(List.of("text", 1L, new JsonArray(), new byte[] {1}, new JsonObject()))
        .allSatisfy(body -> assertThat(ask(body).headers().get(Bus.FAILURE)).isEqualTo("invalid"));
    assertThat(ask(null).headers().get(Bus.FAILURE)).isEqualTo("invalid");
    assertThat(ask(new JsonObject(WHOLE).put("tags", many)).headers().get(Bus.FAILURE))
        .isEqualTo("invalid");
    assertThat(ask(new JsonObject(WHOLE).put("name", "x".repeat(70_000))).body())
        .asString()
        .startsWith("name: not one")
        .hasSizeLessThan(200);
    assertThat(weighed).isEmpty();
  }

  @Test
  void an_address_of_this_node_takes_no_json() {
    await(
        bus.answer(
            INSIDE, (question, call) -> Future.succeededFuture(new Weighed.Heavy(question))));

    var reply = await(vertx.eventBus().<Object>request("test.inside", new JsonObject(WHOLE)));

    assertThat(reply.headers().get(Bus.FAILURE)).isEqualTo("invalid");
  }

  @Test
  void what_travels_beside_a_question_is_believed_within_bounds() {
    answerWith(question -> new Weighed.NotThere());
    var question = new JsonObject(WHOLE);
    var parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    var _ = ask(question);
    var _ = ask(question, Bus.REMAINING_MS, "999999999999");
    var _ = ask(question, Bus.TRACE, "a\nb");
    var _ = ask(question, TraceParent.NAME, "00-" + "x".repeat(52));
    var _ = ask(question, TraceParent.NAME, parent);
    var _ = ask(question, Bus.TRACE, "request-7");
    var refused = ask(question, Bus.REMAINING_MS, "soon");

    assertThat(calls)
        .extracting(Call::trace)
        .endsWith("untraced", "untraced", "request-7")
        .containsOnly("untraced", "request-7");
    assertThat(calls)
        .flatExtracting(call -> call.traceParent().stream().toList())
        .containsExactly(new TraceParent(parent));
    assertThat(calls)
        .allSatisfy(call -> assertThat(call.deadline().remainingMs()).isBetween(1L, 60_000L));
    assertThat(refused.headers().get(Bus.FAILURE)).isEqualTo("invalid");
  }

  @Test
  void a_fault_is_not_told_to_others() {
    await(
        bus.answer(
            WEIGH,
            (question, call) -> {
              throw new IllegalStateException("select secret from broken");
            }));

    var reply = ask(new JsonObject(WHOLE));

    assertThat(reply.headers().get(Bus.FAILURE)).isEqualTo("internal");
    assertThat(reply.body()).asString().doesNotContain("secret");
  }

  @Test
  void a_listener_hears_json_and_outlives_garbage() {
    var heard = new CopyOnWriteArrayList<Moved>();
    await(bus.listen(MOVED, heard::add));

    vertx.eventBus().publish("test.moved", "garbage");
    vertx.eventBus().publish("test.moved", new JsonObject().put("to", new JsonObject()));
    vertx
        .eventBus()
        .publish(
            "test.moved", new JsonObject().put("to", new JsonObject().put("x", 1).put("y", 2)));
    bus.tell(MOVED, new Moved(new Point(3, 4)));

    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> heard.size() == 2);
    assertThat(heard).containsExactly(new Moved(new Point(1, 2)), new Moved(new Point(3, 4)));
  }

  @Test
  void what_has_no_form_on_the_wire_cannot_be_declared() {
    record Vague(Object anything) {}
    record Endless(List<Endless> more) {}

    assertThatThrownBy(
            () -> bus.listen(new Topic<>("test.vague", Vague.class, Reach.CLUSTER), heard -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Vague.anything");
    assertThatThrownBy(
            () -> bus.listen(new Topic<>("test.more", Endless.class, Reach.CLUSTER), heard -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("within itself");
  }

  private void answerWith(java.util.function.Function<Weigh, Weighed> answer) {
    await(
        bus.answer(
            WEIGH,
            (question, call) -> {
              weighed.add(question);
              calls.add(call);
              return Future.succeededFuture(answer.apply(question));
            }));
  }

  private Message<Object> ask(Object body, String... header) {
    var options = new DeliveryOptions();
    if (header.length > 0) {
      options.addHeader(header[0], header[1]);
    }
    return await(vertx.eventBus().request("test.weigh", body, options));
  }

  @com.google.errorprone.annotations.CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
