package dev.peregrine.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.http.Rejection;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @Test
  void a_query_is_decoded() {
    var query = QueryString.parse("q=a%26b+c&page=2&flag&&e=");

    assertThat(query)
        .containsEntry("q", "a&b c")
        .containsEntry("page", "2")
        .containsEntry("flag", "")
        .containsEntry("e", "")
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%2", "a=%zz", "a=%ff", "%c0%af=1", "a=1&a=2", "a=%ed%a0%80"})
  void a_query_that_cannot_be_read_is_refused(String query) {
    assertThatThrownBy(() -> QueryString.parse(query)).isInstanceOf(Rejection.class);
  }

  @Test
  void a_plus_is_a_space_in_a_query_only() {
    assertThat(Percent.decodePath("a+b%2B")).isEqualTo("a+b+");
    assertThat(Percent.decodeQuery("a+b%2B")).isEqualTo("a b+");
  }

  @Test
  void an_id_is_taken_if_it_is_harmless_and_made_if_not() {
    var ids = new RequestIds();

    assertThat(ids.of(head("x-request-id", "a.B_9-z"))).isEqualTo("a.B_9-z");
    assertThat(ids.of(head("x-request-id", "a b"))).isNotEqualTo("a b");
    assertThat(ids.of(head("x-request-id", "x".repeat(65)))).hasSizeLessThan(40);
    assertThat(ids.of(head("x", "y"))).isNotEqualTo(ids.of(head("x", "y")));
  }

  @Test
  void a_trace_context_lends_its_trace_id() {
    var trace = "0af7651916cd43dd8448eb211c80319c";

    assertThat(new RequestIds().of(head("traceparent", "00-" + trace + "-b7ad6b7169203331-01")))
        .isEqualTo(trace);
    assertThat(new RequestIds().of(head("traceparent", "00-" + "0".repeat(32) + "-b7ad6b71-01")))
        .isNotEqualTo("0".repeat(32));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\n"
      })
  void what_is_no_trace_context_is_none(String header) {
    assertThat(RequestIds.traceParent(head("traceparent", header))).isEmpty();
  }

  @Test
  void gzip_is_gzip_each_time() throws IOException {
    try (var gzip = new Gzip(6)) {
      for (var text : new String[] {"", "hello ".repeat(10_000), "x"}) {
        var coded = gzip.code(Buffer.buffer(text));

        try (var in = new GZIPInputStream(new ByteArrayInputStream(coded.getBytes()))) {
          assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
              .isEqualTo(text);
        }
      }
    }
  }

  private static MultiMap head(String name, String value) {
    return MultiMap.caseInsensitiveMultiMap().add(name, value);
  }
}
