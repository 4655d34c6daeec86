package dev.peregrine.customers.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.customers.internal.BulkPort.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

  private static final int LIMIT = 8;

  private final List<String> lines = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void however_the_bytes_are_cut_the_lines_are_the_same(int pieceLength) {
    split(
        "\uFEFFone\ntwo\r\n\nfour\u00e9\n12345678\n12345678\r\n123456789\n\r\n1234567890123\nend",
        pieceLength);

    assertThat(lines)
        .containsExactly(
            "1 one",
            "2 two",
            "3 ",
            "4 fouré",
            "5 12345678",
            "6 12345678",
            "7 too long",
            "8 ",
            "9 too long",
            "10 end");
  }

  @Test
  void nothing_has_no_lines() {
    split("", 1);

    assertThat(lines).isEmpty();
  }

  @Test
  void a_line_end_at_the_end_begins_no_line() {
    split("one\n", 2);

    assertThat(lines).containsExactly("1 one");
  }

  @Test
  void a_line_that_is_too_long_may_be_the_last() {
    split("one\n" + "x".repeat(1_000), 3);

    assertThat(lines).containsExactly("1 one", "2 too long");
  }

  @Test
  void only_the_first_line_may_begin_with_a_mark() {
    split("a\n\uFEFFb", 2);

    assertThat(lines).containsExactly("1 a", "2 \uFEFFb");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void from_any_line_on_the_rest_is_the_same(int pieceLength) {
    var text = "\uFEFFone\ntwo\r\n\nfour\u00e9\n123456789\n\r\n\uFEFFseven\nend";
    split(text, pieceLength);
    var whole = List.copyOf(lines);
    var all = List.copyOf(marks);

    for (var mark : all) {
      lines.clear();
      var bytes = text.getBytes(UTF_8);
      split(mark, Arrays.copyOfRange(bytes, (int) mark.bytes(), bytes.length), pieceLength);

      assertThat(lines).isEqualTo(whole.subList((int) mark.lines(), whole.size()));
    }
    assertThat(all.getFirst()).isEqualTo(new Mark(1, 7));
    assertThat(all.getLast()).isEqualTo(new Mark(8, text.getBytes(UTF_8).length));
  }

  private void split(String text, int pieceLength) {
    split(Mark.START, text.getBytes(UTF_8), pieceLength);
  }

  private void split(Mark from, byte[] bytes, int pieceLength) {
    var taker =
        new LineSplitter.Taker() {
          private LineSplitter splitter;

          @Override
          public void line(long number, byte[] line) {
            lines.add(number + " " + new String(line, UTF_8));
            marks.add(splitter.mark());
          }

          @Override
          public void tooLong(long number) {
            lines.add(number + " too long");
            marks.add(splitter.mark());
          }
        };
    var splitter = new LineSplitter(from, LIMIT, taker);
    taker.splitter = splitter;
    for (var at = 0; at < bytes.length; at += pieceLength) {
      splitter.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceLength)));
    }
    splitter.end();
  }
}
