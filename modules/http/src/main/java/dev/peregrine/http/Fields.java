package dev.peregrine.http;

import dev.peregrine.http.internal.JsonObject;
import dev.peregrine.http.internal.JsonValue;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of one JSON object, read one by one; collects all that is wrong and says it at once.
///
/// A reader of a field that is wrong notes the error and returns a stand-in (an empty text, zero):
/// call [#done] before anything is made of the values. It refuses members that nobody asked for. A
/// member that is present with null can be told from one that is absent ([#has], [#isNull]), as a
/// merge patch needs it.
public final class Fields {

  private static final int MOST_ERRORS = 50;
  private static final String MISSING = "missing";

  private final Map<String, JsonValue> values;
  private final Set<String> known = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  private Fields(Map<String, JsonValue> values) {
    this.values = values;
  }

  /// Reads one JSON object: UTF-8, no member twice, at most 32 levels deep.
  ///
  /// @param body what the client sent
  /// @throws Rejection with status 400, a line and a column if it is anything else
  public static Fields of(Buffer body) {
    return new Fields(JsonObject.read(body));
  }

  /// Reads what comes as texts, such as the cells of a table's row, by the same rules.
  ///
  /// @param texts by the name of the member
  public static Fields ofTexts(Map<String, String> texts) {
    var values = new HashMap<String, JsonValue>();
    texts.forEach((name, text) -> values.put(name, new JsonValue(JsonValue.Kind.TEXT, text)));
    return new Fields(values);
  }

  /// Tells whether there is such a member, be it null.
  ///
  /// @param name the member's name
  public boolean has(String name) {
    known.add(name);
    return values.containsKey(name);
  }

  /// Tells whether there is such a member and it is null.
  ///
  /// @param name the member's name
  public boolean isNull(String name) {
    known.add(name);
    var value = values.get(name);
    return value != null && value.kind() == JsonValue.Kind.NULL;
  }

  /// Reads a text without control characters.
  ///
  /// @param name the member's name
  /// @param minLength fewest characters (code points)
  /// @param maxLength most characters (code points)
  public String text(String name, int minLength, int maxLength) {
    var value = required(name, JsonValue.Kind.TEXT, "a text");
    return value == null ? "" : bounded(name, value, minLength, maxLength);
  }

  /// Reads a text that may be absent or null.
  ///
  /// @param name the member's name
  /// @param minLength fewest characters (code points)
  /// @param maxLength most characters (code points)
  public Optional<String> optionalText(String name, int minLength, int maxLength) {
    return has(name) && !isNull(name)
        ? Optional.of(text(name, minLength, maxLength))
        : Optional.empty();
  }

  /// Reads a text that is one of a few words.
  ///
  /// @param name the member's name
  /// @param choices what is allowed
  /// @return one of them, or an empty text when it is wrong
  public String choice(String name, Set<String> choices) {
    var value = required(name, JsonValue.Kind.TEXT, "a text");
    if (value == null || choices.contains(value)) {
      return value == null ? "" : value;
    }
    refuse(
        name, "not-allowed", "Allowed: " + String.join(", ", choices.stream().sorted().toList()));
    return "";
  }

  /// Reads an amount: a **text** such as `"12.50"`, no exponent, no sign but minus.
  ///
  /// @param name the member's name
  /// @param places most digits after the point
  /// @param min smallest allowed
  /// @param max largest allowed
  public BigDecimal decimal(String name, int places, BigDecimal min, BigDecimal max) {
    var value = required(name, JsonValue.Kind.TEXT, "a decimal number in a text, as in \"12.50\"");
    if (value == null) {
      return BigDecimal.ZERO;
    }
    if (!isDecimal(value, places)) {
      refuse(
          name,
          "malformed",
          "A decimal number with at most " + places + " places is expected, as in \"12.50\".");
      return BigDecimal.ZERO;
    }
    var amount = new BigDecimal(value);
    if (amount.compareTo(min) < 0) {
      refuse(name, "too-small", "At least " + min.toPlainString() + " is expected.");
    } else if (amount.compareTo(max) > 0) {
      refuse(name, "too-large", "At most " + max.toPlainString() + " is expected.");
    }
    return amount;
  }

  /// Reads a whole number.
  ///
  /// @param name the member's name
  /// @param min smallest allowed
  /// @param max largest allowed
  public long whole(String name, long min, long max) {
    var value = required(name, JsonValue.Kind.NUMBER, "a whole number");
    if (value == null) {
      return 0;
    }
    try {
      var number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
      refuse(name, number < min ? "too-small" : "too-large", expectedRange(min, max));
    } catch (NumberFormatException thrown) {
      refuse(name, "malformed", expectedRange(min, max));
    }
    return 0;
  }

  /// Notes that a member is wrong by a rule of the room's own.
  ///
  /// @param name the member's name
  /// @param code a word for programs
  /// @param detail a sentence for people; must not repeat what the client sent
  public void refuse(String name, String code, String detail) {
    known.add(name);
    if (errors.size() < MOST_ERRORS) {
      errors.add(FieldError.field(name, code, detail));
    }
  }

  /// Ends the reading.
  ///
  /// @throws Rejection with all errors if there are any, or a member that nobody asked for
  public void done() {
    for (var name : values.keySet()) {
      if (!known.contains(name) && errors.size() < MOST_ERRORS) {
        errors.add(FieldError.field(name, "unknown", "There is no such field."));
      }
    }
    if (!errors.isEmpty()) {
      throw new Rejection(Problem.invalid(errors));
    }
  }

  private @Nullable String required(String name, JsonValue.Kind kind, String expected) {
    known.add(name);
    var value = values.get(name);
    if (value == null) {
      refuse(name, MISSING, "This field is required.");
    } else if (value.kind() == JsonValue.Kind.NULL) {
      refuse(name, "null", "This field must not be null.");
    } else if (value.kind() != kind) {
      refuse(name, "wrong-type", "Expected: " + expected + ".");
    } else {
      return value.text();
    }
    return null;
  }

  private String bounded(String name, String value, int minLength, int maxLength) {
    var length = value.codePointCount(0, value.length());
    if (length < minLength) {
      refuse(name, "too-short", "At least " + minLength + " characters are expected.");
    } else if (length > maxLength) {
      refuse(name, "too-long", "At most " + maxLength + " characters are expected.");
    } else if (value.codePoints().anyMatch(Fields::isControl)) {
      refuse(name, "control-character", "Control characters are not allowed.");
    }
    return value;
  }

  private static boolean isControl(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static boolean isDecimal(String value, int places) {
    var digits = value.startsWith("-") ? value.substring(1) : value;
    var point = digits.indexOf('.');
    var whole = point < 0 ? digits : digits.substring(0, point);
    var fraction = point < 0 ? "0" : digits.substring(point + 1);
    return isDigits(whole, 15) && (isDigits(fraction, places) || point < 0);
  }

  private static boolean isDigits(String value, int most) {
    return !value.isEmpty()
        && value.length() <= most
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String expectedRange(long min, long max) {
    return "A whole number from " + min + " to " + max + " is expected.";
  }
}
