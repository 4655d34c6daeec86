package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
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
    assertThatThrownBy(() -> answer.withEntityTag("7-br")).hasMessageContaining("coding");
  }

  @Test
  void all_variants_of_an_answer_are_coded_once_each_way() {
    var times = new AtomicInteger();
    var answer = Answer.json(200, Buffer.buffer("{}"));

    var first = answer.with("Age", "1").codedBody("gzip", plain -> coded(times));
    var other = answer.codedBody("br", plain -> coded(times));
    var second = answer.withEntityTag("7").codedBody("gzip", plain -> coded(times));

    assertThat(second).isSameAs(first).isNotSameAs(other);
    assertThat(times).hasValue(2);
  }

  @Test
  void threads_that_want_one_coding_at_once_make_it_once() throws InterruptedException {
    var times = new AtomicInteger();
    var threads = new CopyOnWriteArrayList<Thread>();
    var answer = Answer.json(200, Buffer.buffer("{}"));
    Runnable wants =
        () -> {
          var _ = answer.codedBody("gzip", plain -> codedWhileOthersWait(times, threads));
        };
    for (var i = 0; i < 3; i++) {
      threads.add(Thread.ofPlatform().unstarted(wants));
    }

    threads.forEach(Thread::start);
    for (var thread : threads) {
      thread.join();
    }

    assertThat(times).hasValue(1);
  }

  private static Buffer codedWhileOthersWait(AtomicInteger times, List<Thread> threads) {
    var coded = coded(times);
    Awaitility.await()
        .until(() ->
            times.get() > 1
                || threads.stream()
                        .filter(thread -> thread.getState() == Thread.State.BLOCKED)
                        .count()
                    == threads.size() - 1);
    return coded;
  }

  private static Buffer coded(AtomicInteger times) {
    return Buffer.buffer("coded " + times.incrementAndGet());
  }
}
