package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StatementTest {

  @Test
  void a_parameter_without_a_cast_is_refused() {
    assertThatThrownBy(() -> Statement.read("test.find", "select 1 from t where id = $1"))
        .hasMessage("test.find: parameter $1 (expected: a cast, as in $1::bigint)");
    assertThatThrownBy(() -> Statement.read("test.find", "select $1::bigint, concat('x', $12)"))
        .hasMessageContaining("$12");
  }

  @Test
  void a_text_too_long_for_the_clients_cache_is_refused() {
    var text = "select 1" + " ".repeat(Statement.UNCACHED_FROM_LENGTH);

    assertThatThrownBy(() -> Statement.read("test.find", text))
        .hasMessageContaining("expected: < 2048");
  }

  @Test
  void a_name_is_a_room_and_a_deed() {
    assertThatThrownBy(() -> Statement.read("FIND", "select 1"))
        .hasMessageContaining("expected: room.deed");
  }

  @Test
  void parameters_are_counted_by_their_highest_number() {
    var statement = Statement.write("test.put", "select $2::text, $1::bigint, $2::text, $11::int");

    assertThat(statement.parameters()).isEqualTo(11);
  }
}
