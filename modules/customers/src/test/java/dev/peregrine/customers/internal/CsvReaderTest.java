package dev.peregrine.customers.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.http.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {

  private final CsvReader reader = new CsvReader(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name,email",
        "name,email,type,name",
        "name,email,type,shoeSize",
        "Name,email,type",
        "name;email;type",
        "Ada,ada@example.org,individual",
        "\"name,email,type",
        " "
      })
  void a_first_line_that_does_not_name_the_columns_ends_the_import(String header) {
    assertThatThrownBy(() -> reader.read(header.getBytes(UTF_8)))
        .isInstanceOf(LineReader.Unreadable.class);
  }

  @Test
  void columns_may_stand_in_any_order_and_beside_those_of_an_export() {
    assertThat(reader.read("type,version,email,id,name".getBytes(UTF_8))).isEmpty();

    var fields = reader.read("partner,7,ada@example.org,1,Ada".getBytes(UTF_8)).orElseThrow();

    assertThat(ImportedLine.of(2, fields))
        .isEqualTo(new BulkPort.Line(2, "Ada", "ada@example.org", "partner"));
  }

  @Test
  void empty_lines_stand_for_nobody() {
    assertThat(reader.read(new byte[0])).isEmpty();
    assertThat(reader.read("name,email,type".getBytes(UTF_8))).isEmpty();
    assertThat(reader.read(new byte[0])).isEmpty();
  }

  @Test
  void who_goes_on_with_a_table_knows_its_columns() {
    assertThat(reader.columns()).isEmpty();
    assertThat(reader.read("type,email,name".getBytes(UTF_8))).isEmpty();

    var next = new CsvReader(reader.columns());
    var fields = next.read("partner,ada@example.org,Ada".getBytes(UTF_8)).orElseThrow();

    next.end();
    assertThat(ImportedLine.of(9, fields))
        .isEqualTo(new BulkPort.Line(9, "Ada", "ada@example.org", "partner"));
  }

  @Test
  void a_table_without_a_header_ends_the_import() {
    assertThatThrownBy(reader::end).isInstanceOf(LineReader.Unreadable.class);
    assertThatThrownBy(reader::tooLong).isInstanceOf(LineReader.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a,b,c,d", "\"a,b,c", "a\"b,c,d"})
  void a_row_that_is_none_is_refused_alone(String row) {
    assertThat(reader.read("name,email,type".getBytes(UTF_8))).isEmpty();

    assertThatThrownBy(() -> reader.read(row.getBytes(UTF_8))).isInstanceOf(Rejection.class);
  }

  @Test
  void a_row_in_another_coding_is_refused() {
    assertThat(reader.read("name,email,type".getBytes(UTF_8))).isEmpty();

    assertThatThrownBy(() -> reader.read(new byte[] {'a', (byte) 0xE9, ',', 'b', ',', 'c'}))
        .isInstanceOf(Rejection.class);
  }
}
