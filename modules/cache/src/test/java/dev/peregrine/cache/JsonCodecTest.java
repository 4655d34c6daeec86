package dev.peregrine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a record is written as, and what is read as one.
class JsonCodecTest {

  private static final String WHOLE =
      """
      {"id":7,"count":3,"ratio":0.5,"really":true,"name":"ä\\n","price":"12.50",\
      "at":"2026-01-31T12:00:00Z","size":"LARGE","note":null,"brand":"b","tags":["a","b"],\
      "ids":[5],"by":{"k":{"x":1,"y":2}},"offer":{"Fixed":{"cents":9}}}\
      """;

  /// Each line is a part of the whole, and what stands there instead.
  private static final String CHANGES =
      """
      "id":7 → "id":7.0
      "id":7 → "id":"7"
      "id":7 → "id":null
      "id":7 → "id":9223372036854775808
      "id":7 → "id":07
      "id":7, →
      "id":7, → "id":7,"id":7,
      "id":7, → "id":7,"more":1,
      "id":7, → "@class":"java.util.Date",
      "id":7,"count":3 → "count":3,"id":7
      "count":3 → "count":2147483648
      "count":3 → "count":10
      0.5 → 1e999
      0.5 → "0.5"
      0.5 → NaN
      0.5 → 00000000000000000000000000000000000000000000000000000000000000000
      true → 1
      true → "true"
      "ä\\n" → 1
      "ä\\n" → null
      "ä\\n" → {}
      "12.50" → 12.50
      "12.50" → "1e999999999"
      "12.50" → "0x10"
      "2026-01-31T12:00:00Z" → "2026-02-31T12:00:00Z"
      "2026-01-31T12:00:00Z" → 1769860800
      "LARGE" → "large"
      "LARGE" → 1
      "note":null → "note":1
      "note":null, →
      "brand":"b" → "brand":[]
      ["a","b"] → "a"
      ["a","b"] → [null]
      ["a","b"] → {"a":"b"}
      [5] → [5,5]
      {"k":{"x":1,"y":2}} → []
      {"k":{"x":1,"y":2}} → {"k":{"x":1}}
      {"k":{"x":1,"y":2}} → {"k":{"x":1,"y":2},"k":{"x":1,"y":2}}
      {"Fixed":{"cents":9}} → {"Unknown":{"cents":9}}
      {"Fixed":{"cents":9}} → {}
      {"Fixed":{"cents":9}} → {"Fixed":{"cents":9},"OnRequest":{"why":""}}
      {"Fixed":{"cents":9}} → {"cents":9}
      {"cents":9}}} → {"cents":9},"more":1}}
      {"cents":9}}} → {"cents":9}},"more":1}
      {"cents":9}}} → {"cents":9}}}1
      {"cents":9}}} → {"cents":9}}}{}
      {"cents":9}}} → {"cents":9}}}/
      {"cents":9}}} → {"cents":9}},}
      """;

  private final JsonCodec<Product> codec = JsonCodec.of(Product.class);

  private enum Size {
    LARGE {
      @Override
      public String toString() {
        return "never written";
      }
    }
  }

  private record Point(int x, int y) {}

  private sealed interface Offer {
    record Fixed(long cents) implements Offer {}

    record OnRequest(String why) implements Offer {}
  }

  private record Product(
      long id,
      int count,
      double ratio,
      boolean really,
      String name,
      BigDecimal price,
      Instant at,
      Size size,
      @Nullable String note,
      Optional<String> brand,
      List<String> tags,
      Set<Long> ids,
      Map<String, Point> by,
      Offer offer) {

    Product {
      if (count > 9) {
        throw new IllegalArgumentException("count: " + count + " (expected: <= 9)");
      }
    }
  }

  private record Tree(String name, List<Tree> branches) {}

  @Test
  void a_record_is_an_object_with_its_components_in_their_order() {
    assertThat(codec.encode(product())).hasToString(WHOLE);
    assertThat(codec.decode(Buffer.buffer(WHOLE))).isEqualTo(product());
  }

  private static Product product() {
    return new Product(
        7,
        3,
        0.5,
        true,
        "ä\n",
        new BigDecimal("12.50"),
        Instant.parse("2026-01-31T12:00:00Z"),
        Size.LARGE,
        null,
        Optional.of("b"),
        List.of("a", "b"),
        Set.of(5L),
        Map.of("k", new Point(1, 2)),
        new Offer.Fixed(9));
  }

  @Test
  void what_is_read_cannot_be_changed() {
    var product = codec.decode(Buffer.buffer(WHOLE));

    assertThatThrownBy(() -> product.tags().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> product.ids().add(6L))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> product.by().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @MethodSource
  void whatever_the_record_does_not_declare_is_refused(String change) {
    var parts = change.split(" → ?", -1);
    assertThat(WHOLE).contains(parts[0]);
    var changed = WHOLE.replace(parts[0], parts[1]);

    assertThatThrownBy(() -> codec.decode(Buffer.buffer(changed)))
        .isInstanceOf(RuntimeException.class)
        .hasMessageMatching("(Product|Point|Fixed).*: .* \\(expected: .*\\)")
        .hasNoCause();
  }

  static Stream<String> whatever_the_record_does_not_declare_is_refused() {
    return CHANGES.lines();
  }

  @Test
  void every_beginning_of_a_value_is_refused() {
    var whole = codec.encode(product());

    for (var length = 0; length < whole.length(); length++) {
      var cut = whole.getBuffer(0, length);
      assertThatThrownBy(() -> codec.decode(cut)).as("%s bytes", length).hasNoCause();
    }
  }

  @Test
  void a_refusal_says_where_and_what_was_expected() {
    var messages =
        Map.of(
            WHOLE.replace("}}}", "}},\"more\":1}"), "Product: one more member (expected: ",
            WHOLE.replace("\"id\":7,", ""), "Product.id: not there (expected: ",
            WHOLE.replace("\"y\":2", "\"y\":{}"),
                "Point.y: not one (expected: a whole number of 32",
            WHOLE.replace("[5]", "[5,5]"), "Product.ids: an item twice (expected: ");

    messages.forEach((json, message) ->
        assertThatThrownBy(() -> codec.decode(Buffer.buffer(json)))
            .hasMessageStartingWith(message));
  }

  @Test
  void a_refusal_does_not_repeat_the_value() {
    for (var secret : List.of("\"count\":99999", "\"price\":\"s99999t\"", "\"id\":99999x")) {
      var name = secret.substring(0, secret.indexOf(':') + 1);
      var changed = WHOLE.replaceFirst(name + "[^,]*", secret);

      assertThatThrownBy(() -> codec.decode(Buffer.buffer(changed)))
          .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain("99999"));
    }
  }

  @Test
  void other_encodings_are_refused() {
    for (var charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
      var bytes = Buffer.buffer(WHOLE.getBytes(java.nio.charset.Charset.forName(charset)));
      assertThatThrownBy(() -> codec.decode(bytes)).as(charset).hasNoCause();
    }
    var latin = Buffer.buffer(WHOLE.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> codec.decode(latin)).hasNoCause();
    assertThatThrownBy(() -> codec.decode(Buffer.buffer("\uFEFF" + WHOLE))).hasNoCause();
  }

  @Test
  void a_record_may_hold_itself_up_to_a_depth() {
    var trees = JsonCodec.of(Tree.class);

    assertThat(trees.decode(trees.encode(tree(30)))).isEqualTo(tree(30));
    assertThatThrownBy(() -> trees.encode(tree(40)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64");
    var deep = "{\"name\":\"\",\"branches\":[".repeat(100_000);
    assertThatThrownBy(() -> trees.decode(Buffer.buffer(deep))).hasMessageContaining("64");
  }

  private static Tree tree(int depth) {
    return new Tree("t", depth == 0 ? List.of() : List.of(tree(depth - 1)));
  }

  @Test
  void what_could_not_be_read_is_not_written() {
    record Texts(String text, List<String> more, @Nullable BigDecimal number) {}
    var texts = JsonCodec.of(Texts.class);

    assertThatThrownBy(() -> texts.encode(new Texts(null, List.of(), null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Texts.text: null (expected: ");
    assertThatThrownBy(() -> texts.encode(new Texts("", java.util.Arrays.asList("", null), null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Texts.more: null");
    assertThatThrownBy(() -> texts.encode(new Texts("", List.of(), new BigDecimal("1e1001"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            texts.encode(new Texts("", List.of(), BigDecimal.TEN.pow(999).add(BigDecimal.ONE))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_key_of_half_a_character_is_not_written() {
    record Names(Map<String, Integer> by) {}
    var names = JsonCodec.of(Names.class);

    assertThatThrownBy(() -> names.encode(new Names(Map.of("a\uD83E", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Names.by: ");
    var whole = new Names(Map.of("\uD83E\uDD85", 1));
    assertThat(names.decode(names.encode(whole))).isEqualTo(whole);
  }

  @Test
  void each_of_a_family_comes_back_as_itself() {
    record Priced(Offer offer) {}
    var offers = JsonCodec.of(Priced.class);
    var onRequest = new Priced(new Offer.OnRequest("rare"));

    assertThat(offers.encode(onRequest))
        .hasToString("{\"offer\":{\"OnRequest\":{\"why\":\"rare\"}}}");
    assertThat(offers.decode(offers.encode(onRequest))).isEqualTo(onRequest);
  }

  @Test
  void bytes_are_in_the_record() {
    record Page(Buffer html) {}
    var pages = new BytesCodec<>(Page::html, Page::new, 3);
    var page = new Page(Buffer.buffer("<p>"));

    assertThat(pages.encode(page)).isEqualTo(Buffer.buffer("<p>"));
    assertThat(pages.decode(pages.encode(page))).isEqualTo(page);
    assertThat(pages.schema()).isEqualTo(3);
  }
}
