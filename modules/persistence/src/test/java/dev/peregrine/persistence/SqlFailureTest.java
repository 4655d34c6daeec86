package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.FailureKind;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailureTest {

  private static final Statement ONE = Statement.read("test.one", "select 1");

  @ParameterizedTest
  @CsvSource({
    "55P03, UNAVAILABLE",
    "57P01, UNAVAILABLE",
    "57P03, UNAVAILABLE",
    "57P05, UNAVAILABLE",
    "08006, UNAVAILABLE",
    "25006, UNAVAILABLE",
    "40P01, UNAVAILABLE",
    "53300, UNAVAILABLE",
    "57014, DEADLINE",
    "42P01, INTERNAL",
    "55000, INTERNAL",
    "23505, INTERNAL"
  })
  void a_refusal_is_sorted_by_who_can_do_something_about_it(String state, FailureKind kind) {
    var refusal = new PgException("refused", "ERROR", state, "");

    assertThat(SqlFailure.of(ONE, refusal).kind()).isEqualTo(kind);
  }
}
