package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerTest {

  @Test
  void a_header_is_replaced_whatever_its_case() {
    var answer = Answer.noContent().with("Cache-Control", "a").with("X", "y");

    var changed = answer.with("cache-control", "b");

    assertThat(changed.header("Cache-Control")).isEqualTo("b");
    assertThat(changed.header("x")).isEqualTo("y");
    assertThat(answer.header("cache-control")).isEqualTo("a");
  }

  @Test
  void headers_cannot_be_split() {
    var answer = Answer.noContent();

    assertThatThrownBy(() -> answer.with("Location", "/a\r\nSet-Cookie: b"))
        .hasMessage("header: character 13 at 2 (expected: printable ASCII)");
    assertThatThrownBy(() -> answer.with("X: a\n", "b")).hasMessageContaining("character 10");
    assertThatThrownBy(() -> answer.withEntityTag("a\"b")).hasMessageContaining("no quote");
    assertThatThrownBy(() -> answer.withEntityTag("7-gzip")).hasMessageContaining("-gzip");
  }

  @Test
  void all_variants_of_an_answer_are_coded_once() {
    var times = new AtomicInteger();
    var answer = Answer.json(200, Buffer.buffer("{}"));

    var first = answer.with("Age", "1").codedBody(plain -> coded(times));
    var second = answer.withEntityTag("7").codedBody(plain -> coded(times));

    assertThat(second).isSameAs(first);
    assertThat(times).hasValue(1);
  }

  private static Buffer coded(AtomicInteger times) {
    times.incrementAndGet();
    return Buffer.buffer("coded");
  }
}
