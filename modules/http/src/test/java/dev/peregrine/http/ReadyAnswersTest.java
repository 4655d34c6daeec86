package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.http.ResponseStats.Event;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReadyAnswersTest {

  private static final int BOUND_BYTES = 64 * 1024;

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Responses responses =
      new Responses(new ResponsesConfig(BOUND_BYTES), (kind, event) -> events.add(event));
  private final ReadyAnswers<Thing> ready = responses.kind("thing", ReadyAnswersTest::show);

  private record Thing(String text) {}

  private static Answer show(Thing thing) {
    return Answer.json(200, Buffer.buffer(thing.text()));
  }

  @Test
  void an_entity_has_one_answer() {
    var thing = new Thing("1");

    assertThat(ready.of(thing)).isSameAs(ready.of(thing));
    assertThat(events).containsExactly(Event.MADE, Event.HIT);
  }

  @Test
  void an_equal_entity_that_was_read_later_has_another() {
    var before = new Thing("1");
    var after = new Thing("1");

    assertThat(ready.of(before)).isNotSameAs(ready.of(after));
    assertThat(before).isEqualTo(after);
    assertThat(events).containsExactly(Event.MADE, Event.MADE);
  }

  @Test
  void an_answer_goes_with_its_entity() {
    for (var i = 0; i < 10; i++) {
      var _ = ready.of(new Thing("gone " + i));
    }
    var kept = new Thing("kept");
    var answer = ready.of(kept);

    Awaitility.await()
        .until(() -> {
          System.gc();
          var _ = ready.of(kept);
          return responses.figures().getFirst().entries() == 1;
        });

    assertThat(ready.of(kept)).isSameAs(answer);
    assertThat(events).doesNotContain(Event.DROPPED);
  }

  @Test
  void all_that_is_kept_stays_below_its_bound() {
    var things = new CopyOnWriteArrayList<Thing>();
    for (var i = 0; i < 200; i++) {
      var thing = new Thing("x".repeat(1_000) + i);
      things.add(thing);
      var _ = ready.of(thing);
    }

    var figures = responses.figures().getFirst();
    assertThat(figures.kind()).isEqualTo("thing");
    assertThat(figures.bytes()).isBetween(1L, (long) BOUND_BYTES);
    assertThat(figures.maxBytes()).isEqualTo(BOUND_BYTES);
    assertThat(figures.entries()).isBetween(8L, 16L);
    assertThat(events).contains(Event.DROPPED);
    assertThat(ready.of(things.getFirst()).body().toString()).isEqualTo("x".repeat(1_000) + "0");
  }

  @Test
  void a_bound_that_holds_nothing_is_refused() {
    assertThatThrownBy(() -> new ResponsesConfig(1))
        .hasMessage("http.responses.maxBytes: 1 (expected: >= 64KiB)");
  }
}
