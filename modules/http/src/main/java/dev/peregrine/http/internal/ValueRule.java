package dev.peregrine.http.internal;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the contract says of one value. Immutable.
///
/// @param kind what it must be
/// @param min smallest number allowed
/// @param max largest number allowed
/// @param minLength fewest characters (code points) of a text
/// @param maxLength most characters of a text
/// @param pattern what a text must hold, if anything
/// @param choices all texts that are allowed; empty: any
/// @param expected completes "Expected: …" where the pattern does not hold
record ValueRule(
    Kind kind,
    long min,
    long max,
    int minLength,
    int maxLength,
    @Nullable Pattern pattern,
    List<String> choices,
    String expected) {

  /// The kinds of values that requests have here.
  enum Kind {
    TEXT,
    WHOLE,
    TRUTH
  }

  /// What is wrong with a value.
  ///
  /// @param code a word for programs
  /// @param detail a sentence for people
  record Fault(String code, String detail) {}

  private static final Set<String> TRUTHS = Set.of("true", "false");

  /// Checks a member of a JSON object.
  @Nullable Fault ofMember(JsonValue value) {
    return switch (value.kind()) {
      case NULL -> new Fault("null", "This field must not be null.");
      case TEXT -> kind == Kind.TEXT ? ofText(value.text()) : wrongType();
      case NUMBER -> kind == Kind.WHOLE ? ofWhole(value.text()) : wrongType();
      case TRUTH -> kind == Kind.TRUTH ? null : wrongType();
      case NESTED -> wrongType();
    };
  }

  /// Checks a value of the path, the query or the head.
  @Nullable Fault ofParameter(String value) {
    return switch (kind) {
      case TEXT -> ofText(value);
      case WHOLE -> isWhole(value) ? ofWhole(value) : malformedNumber();
      case TRUTH ->
          TRUTHS.contains(value) ? null : new Fault("not-allowed", "Allowed: false, true");
    };
  }

  private @Nullable Fault ofText(String text) {
    if (!choices.isEmpty()) {
      return choices.contains(text)
          ? null
          : new Fault("not-allowed", "Allowed: " + String.join(", ", choices));
    }
    var length = text.codePointCount(0, text.length());
    if (length < minLength) {
      return new Fault("too-short", "At least " + minLength + " characters are expected.");
    }
    if (length > maxLength) {
      return new Fault("too-long", "At most " + maxLength + " characters are expected.");
    }
    return pattern == null || pattern.matcher(text).find()
        ? null
        : new Fault("malformed", "Expected: " + expected + ".");
  }

  private @Nullable Fault ofWhole(String digits) {
    try {
      var number = Long.parseLong(digits);
      return number >= min && number <= max ? null : malformedNumber();
    } catch (NumberFormatException tooLongOrBroken) {
      return malformedNumber();
    }
  }

  private Fault malformedNumber() {
    return new Fault("malformed", "A whole number from " + min + " to " + max + " is expected.");
  }

  private Fault wrongType() {
    var name =
        switch (kind) {
          case TEXT -> "a text";
          case WHOLE -> "a whole number";
          case TRUTH -> "true or false";
        };
    return new Fault("wrong-type", "Expected: " + name + ".");
  }

  /// The JDK's parser would also take a plus and the digits of other scripts.
  private static boolean isWhole(String value) {
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if ((c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return !value.isEmpty();
  }
}
