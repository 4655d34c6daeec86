package dev.peregrine.launcher.internal.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// Lines that no import takes, each with all that must be said about it.
///
/// @param bytes without the end of the line
/// @param told `field code`, in order
record WrongLines(Buffer bytes, List<String> told) {

  private static final String MARK = GuardedHouse.MARK;
  private static final String MAIL = "\"email\":\"" + MARK + "@example.org\"";
  private static final String TYPE = "\"type\":\"partner\"";

  static final List<WrongLines> NDJSON =
      List.of(
          wrong(MARK, " malformed"),
          wrong("[]", " wrong-type"),
          wrong("null", " wrong-type"),
          wrong("{\"name\":\"" + MARK + "\"", " malformed"),
          wrong("{} {}", " malformed"),
          wrong("{},", " malformed"),
          wrong("{\"name\":\"a\",\"name\":\"b\"," + MAIL + "," + TYPE + "}", " malformed"),
          wrong("{\"x\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}", " too-large"),
          wrong("{\"name\":\"" + "x".repeat(1 << 20) + "\"}", " too-long"),
          wrong("{}", "name missing", "email missing", "type missing"),
          wrong("{\"name\":1," + MAIL + "," + TYPE + "}", "name wrong-type"),
          wrong("{\"name\":null," + MAIL + "," + TYPE + "}", "name null"),
          wrong("{\"name\":[\"a\"]," + MAIL + "," + TYPE + "}", "name wrong-type"),
          wrong("{\"name\":\"\"," + MAIL + "," + TYPE + "}", "name too-short"),
          wrong("{\"name\":\"   \"," + MAIL + "," + TYPE + "}", "name too-short"),
          wrong(
              "{\"name\":\"" + "x".repeat(201) + "\"," + MAIL + "," + TYPE + "}", "name too-long"),
          wrong("{\"name\":\"a\\u0000b\"," + MAIL + "," + TYPE + "}", "name control-character"),
          wrong("{\"name\":\"a\\ud800b\"," + MAIL + "," + TYPE + "}", "name control-character"),
          wrong("{\"name\":\"a\0b\"," + MAIL + "," + TYPE + "}", " malformed"),
          wrong("{\"name\":\"a\",\"email\":\"" + MARK + "\"," + TYPE + "}", "email malformed"),
          wrong("{\"name\":\"a\"," + MAIL + ",\"type\":\"" + MARK + "\"}", "type not-allowed"),
          wrong("{\"name\":\"a\"," + MAIL + "," + TYPE + ",\"shoeSize\":1}", "shoeSize unknown"),
          raw(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}, " malformed"),
          raw(
              "{\"name\":\"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE),
              " malformed"));

  static final List<WrongLines> CSV =
      List.of(
          wrong("a,b", " malformed"),
          wrong("a,b,c,d", " malformed"),
          wrong("\"open,a@example.org,partner", " malformed"),
          wrong("\"a\"b,a@example.org,partner", " malformed"),
          wrong(",a@example.org,partner", "name too-short"),
          wrong("a,,partner", "email too-short"),
          wrong("a," + MARK + ",partner", "email malformed"),
          wrong("a,a@example.org,Partner", "type not-allowed"),
          wrong("a\0b,a@example.org,partner", "name control-character"),
          wrong("a\tb,a@example.org,partner", "name control-character"),
          wrong("x".repeat(201) + ",a@example.org,partner", "name too-long"),
          wrong("x".repeat(1 << 20), " too-long"),
          raw(new byte[] {'a', (byte) 0xFF, ',', 'b', ',', 'c'}, " malformed"));

  private static WrongLines wrong(String text, String... told) {
    return raw(text.getBytes(UTF_8), told);
  }

  private static WrongLines raw(byte[] bytes, String... told) {
    return new WrongLines(Buffer.buffer(bytes), List.of(told));
  }

  /// Returns an error as the import tells it.
  static String told(JsonObject error) {
    return error.getLong("line") + " " + error.getString("field") + " " + error.getString("code");
  }

  /// Returns what must be told about lines that stand one after another.
  static List<String> expected(List<WrongLines> lines, int first) {
    var expected = new ArrayList<String>();
    for (var i = 0; i < lines.size(); i++) {
      for (var told : lines.get(i).told()) {
        expected.add(first + i + " " + told);
      }
    }
    return expected;
  }
}
