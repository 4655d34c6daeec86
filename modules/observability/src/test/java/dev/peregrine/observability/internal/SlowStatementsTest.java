package dev.peregrine.observability.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.observability.ObservabilityConfig;
import dev.peregrine.persistence.Statement;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlowStatementsTest {

  private static final Statement FIND = Statement.read("test.find", "select 1 where 1 = $1::int");

  private final SlowStatements statements = new SlowStatements(ObservabilityConfig.defaults());

  @Test
  void calls_rows_and_times_are_added_up() {
    statements.executed(FIND, true, ms(10));
    statements.found(FIND, 3);
    statements.executed(FIND, false, ms(200));

    assertThat(statements.list(9).getJsonArray("items"))
        .containsExactly(
            new JsonObject()
                .put("name", "test.find")
                .put("text", FIND.text())
                .put("calls", 2L)
                .put("failed", 1L)
                .put("slow", 1L)
                .put("rows", 3L)
                .put("meanMs", 105.0)
                .put("maxMs", 200.0));
  }

  @Test
  void the_slowest_is_first_and_the_limit_holds() {
    statements.executed(FIND, true, ms(1));
    statements.executed(named("slower"), true, ms(3));
    statements.executed(named("slow"), true, ms(2));

    assertThat(statements.list(2).getJsonArray("items"))
        .extracting(item -> ((JsonObject) item).getString("name"))
        .containsExactly("test.slower", "test.slow");
  }

  @Test
  void no_more_statements_are_told_apart_than_the_bound() {
    IntStream.range(0, SlowStatements.MOST + 50)
        .forEach(n -> statements.executed(named("any" + letters(n)), true, ms(1)));

    assertThat(statements.size()).isEqualTo(SlowStatements.MOST);
  }

  private static Statement named(String name) {
    return Statement.read("test." + name, FIND.text());
  }

  private static String letters(int number) {
    var text = new StringBuilder();
    for (var digit : Integer.toString(number).toCharArray()) {
      text.append((char) (digit - '0' + 'a'));
    }
    return text.toString();
  }

  private static long ms(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
