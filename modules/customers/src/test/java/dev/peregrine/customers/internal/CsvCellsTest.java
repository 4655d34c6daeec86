package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        " spaces ",
        "a,b",
        "\"",
        "\"\"",
        "say \"no\"",
        "=1+1",
        "+49",
        "-5",
        "@here",
        "\ttab",
        "'",
        "'=quoted formula",
        "''=twice",
        "'plain",
        "=\"a,b\"",
        "\u00e9\uD83D\uDE00"
      })
  void what_is_written_is_read_as_it_was(String cell) {
    var text = new StringBuilder();

    CsvCells.write(text, List.of("first", cell, cell));

    assertThat(text).endsWith("\r\n");
    assertThat(CsvCells.read(text.substring(0, text.length() - 2)))
        .contains(List.of("first", cell, cell));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=cmd()", "+1", "-1", "@a", "\ta", "\ra", "'=a", "=a,b"})
  void no_cell_is_a_formula(String cell) {
    var text = new StringBuilder();

    CsvCells.write(text, List.of(cell));

    assertThat(text.toString().replaceFirst("^\"", "")).startsWith("'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"open", "a,\"open", "\"a\"b", "a\"b", "a\"", "\"a\" ,b", "\"a\"\"", " \"a\""})
  void quotes_that_do_not_match_are_no_row(String row) {
    assertThat(CsvCells.read(row)).isEmpty();
  }

  @Test
  void a_row_has_a_cell_more_than_commas() {
    assertThat(CsvCells.read("")).contains(List.of(""));
    assertThat(CsvCells.read(",")).contains(List.of("", ""));
    assertThat(CsvCells.read("a,,\"b,\"\"c\",")).contains(List.of("a", "", "b,\"c", ""));
  }
}
