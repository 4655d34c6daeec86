package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  @Test
  void what_is_right_is_read() {
    var fields = of("{\"name\":\"Ada 🦅\",\"type\":\"business\",\"total\":\"12.50\",\"n\":3}");

    assertThat(fields.text("name", 1, 5)).isEqualTo("Ada 🦅");
    assertThat(fields.choice("type", Set.of("business"))).isEqualTo("business");
    assertThat(fields.decimal("total", 2, BigDecimal.ONE, BigDecimal.TEN.pow(3)))
        .isEqualByComparingTo("12.5");
    assertThat(fields.whole("n", 1, 3)).isEqualTo(3);
    fields.done();
  }

  @Test
  void all_errors_are_said_at_once_with_their_pointers() {
    var fields = of("{\"name\":7,\"email\":null,\"type\":\"alien\",\"extra\":1,\"a/b~c\":1}");
    var _ = fields.text("name", 1, 200);
    var _ = fields.text("email", 1, 200);
    var _ = fields.text("missing", 1, 200);
    var _ = fields.choice("type", Set.of("individual", "business"));

    var errors = errorsOf(fields);

    assertThat(errors)
        .extracting(error -> error.name() + " " + error.code())
        .containsExactly(
            "/name wrong-type",
            "/email null",
            "/missing missing",
            "/type not-allowed",
            "/extra unknown",
            "/a~1b~0c unknown");
    assertThat(errors.get(3).detail()).isEqualTo("Allowed: business, individual");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\n", "\\u007f", "\\u0085", "\\ud800", "\\udc00x", "\\u001b"})
  void control_characters_and_half_characters_are_refused(String escape) {
    var fields = of("{\"name\":\"a" + escape + "\"}");
    var _ = fields.text("name", 1, 200);

    assertThat(errorsOf(fields)).extracting(FieldError::code).containsExactly("control-character");
  }

  @Test
  void lengths_count_characters_not_their_halves() {
    var fields = of("{\"empty\":\"\",\"long\":\"🦅🦅🦅\",\"fits\":\"🦅🦅\"}");
    var _ = fields.text("empty", 1, 2);
    var _ = fields.text("long", 1, 2);
    var _ = fields.text("fits", 1, 2);

    assertThat(errorsOf(fields))
        .extracting(error -> error.name() + " " + error.code())
        .containsExactly("/empty too-short", "/long too-long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e3", "", "-", ".5", "1.", "1.234", "+1", "1,5", "0x1", "１", "NaN"})
  void an_amount_is_digits_and_a_point(String text) {
    var fields = of("{\"total\":\"" + text + "\"}");
    var _ = fields.decimal("total", 2, BigDecimal.ZERO, BigDecimal.TEN);

    assertThat(errorsOf(fields)).extracting(FieldError::code).containsExactly("malformed");
  }

  @Test
  void an_amount_has_bounds_and_is_no_number() {
    var fields = of("{\"small\":\"-0.01\",\"large\":\"10.01\",\"number\":5}");
    var _ = fields.decimal("small", 2, BigDecimal.ZERO, BigDecimal.TEN);
    var _ = fields.decimal("large", 2, BigDecimal.ZERO, BigDecimal.TEN);
    var _ = fields.decimal("number", 2, BigDecimal.ZERO, BigDecimal.TEN);

    assertThat(errorsOf(fields))
        .extracting(FieldError::code)
        .containsExactly("too-small", "too-large", "wrong-type");
  }

  @Test
  void a_merge_patch_tells_null_from_absent() {
    var fields = of("{\"name\":null}");

    assertThat(fields.has("name")).isTrue();
    assertThat(fields.isNull("name")).isTrue();
    assertThat(fields.has("email")).isFalse();
    assertThat(fields.isNull("email")).isFalse();
    assertThat(fields.optionalText("name", 1, 9)).isEmpty();
    assertThat(fields.optionalText("email", 1, 9)).isEmpty();
    fields.done();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{]",
        "{\"a\":}",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":1} {}",
        "{\"a\":1}x",
        "{\"a\":1,\"a\":2}",
        "{\"a\":\"\t\"}",
        "[]",
        "1",
        "\"text\"",
        "null",
        "",
        " ",
        "\ufeff{}",
        "{\"a\":01}",
        "{\"a\":\"\\x\"}",
        "{\"secret"
      })
  void what_is_no_object_is_refused_without_an_echo(String json) {
    var rejection = catchThrowableOfType(Rejection.class, () -> of(json));

    assertThat(rejection.problem().status()).isEqualTo(400);
    assertThat(rejection.problem().errors()).hasSize(1);
    assertThat(rejection.problem().detail()).doesNotContain("secret");
  }

  @Test
  void broken_json_is_located() {
    assertThatThrownBy(() -> of("{\n  \"a\": x}"))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection ->
                assertThat(rejection.problem().detail()).contains("line 2").contains("column"));
  }

  @Test
  void deep_json_is_refused_before_it_is_read() {
    var deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    assertThatThrownBy(() -> of(deep)).isInstanceOf(Rejection.class);
  }

  @Test
  void a_long_number_and_a_long_name_are_refused() {
    assertThatThrownBy(() -> of("{\"a\":" + "9".repeat(101) + "}")).isInstanceOf(Rejection.class);
    assertThatThrownBy(() -> of("{\"" + "n".repeat(300) + "\":1}")).isInstanceOf(Rejection.class);
  }

  @Test
  void only_utf_8_is_read() {
    var overlong = Buffer.buffer("{\"a\":\"").appendBytes(new byte[] {(byte) 0xc0, (byte) 0xaf});
    var utf16 = Buffer.buffer("{\"a\":1}", "UTF-16");
    var surrogate = new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80};

    assertThatThrownBy(() -> Fields.of(overlong.appendString("\"}"))).isInstanceOf(Rejection.class);
    assertThatThrownBy(() -> Fields.of(utf16)).isInstanceOf(Rejection.class);
    assertThatThrownBy(
            () -> Fields.of(Buffer.buffer("{\"a\":\"").appendBytes(surrogate).appendString("\"}")))
        .isInstanceOf(Rejection.class);
  }

  @Test
  void the_list_of_errors_is_bounded() {
    var json = new StringBuilder("{");
    for (var i = 0; i < 5_000; i++) {
      json.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":1");
    }

    assertThat(errorsOf(of(json + "}"))).hasSize(50);
  }

  private static Fields of(String json) {
    return Fields.of(Buffer.buffer(json));
  }

  private static List<FieldError> errorsOf(Fields fields) {
    return catchThrowableOfType(Rejection.class, fields::done).problem().errors();
  }
}
