package dev.peregrine.http.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Reads rules out of an OpenAPI 3.1 document. What it cannot check it refuses: a rule that stands
/// in the contract is a rule that holds.
final class ContractText {

  private static final Set<String> SAID_ONLY =
      Set.of("description", "title", "examples", "default", "format", "deprecated", "x-expected");
  private static final Set<String> OF_VALUES =
      Set.of("type", "enum", "minLength", "maxLength", "pattern", "minimum", "maximum");
  private static final Set<String> OF_OBJECTS =
      Set.of("type", "required", "properties", "additionalProperties");

  private final Map<?, ?> document;

  ContractText(Map<?, ?> document) {
    this.document = document;
  }

  /// Returns a member that is an object, references followed; empty when there is none.
  Map<?, ?> object(Map<?, ?> in, String name) {
    return in.get(name) instanceof Map<?, ?> found ? followed(found) : Map.of();
  }

  /// Returns a member that is a list of objects, references followed.
  List<Map<?, ?>> objects(Map<?, ?> in, String name) {
    var found = new ArrayList<Map<?, ?>>();
    if (in.get(name) instanceof List<?> list) {
      for (var each : list) {
        if (each instanceof Map<?, ?> map) {
          found.add(followed(map));
        }
      }
    }
    return found;
  }

  /// Follows `$ref` within the document.
  ///
  /// @throws IllegalArgumentException if it leads nowhere
  Map<?, ?> followed(Map<?, ?> object) {
    if (!(object.get("$ref") instanceof String reference)) {
      return object;
    }
    Object at = document;
    for (var step : reference.substring(Math.min(2, reference.length())).split("/", -1)) {
      var name = step.replace("~1", "/").replace("~0", "~");
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    if (reference.startsWith("#/") && at instanceof Map<?, ?> found) {
      return followed(found);
    }
    throw new IllegalArgumentException("contract: " + reference + " (expected: a place in it)");
  }

  /// Reads what an object's members must be.
  ///
  /// @param where for the error
  /// @throws IllegalArgumentException if the schema says what is not checked here
  MemberRules members(Map<?, ?> schema, String where) {
    checkKeywords(schema, OF_OBJECTS, where);
    var open = !Boolean.FALSE.equals(schema.get("additionalProperties"));
    if (!"object".equals(schema.get("type")) || open) {
      throw refused(where, "a body that is no closed object");
    }
    var rules = new java.util.LinkedHashMap<String, ValueRule>();
    for (var property : object(schema, "properties").entrySet()) {
      var name = String.valueOf(property.getKey());
      if (property.getValue() instanceof Map<?, ?> value) {
        rules.put(name, value(followed(value), where + "/" + name));
      }
    }
    return new MemberRules(rules, texts(schema, "required"));
  }

  /// Reads what a value must be.
  ///
  /// @param where for the error
  /// @throws IllegalArgumentException if the schema says what is not checked here
  ValueRule value(Map<?, ?> schema, String where) {
    checkKeywords(schema, OF_VALUES, where);
    var kind =
        switch (String.valueOf(schema.get("type"))) {
          case "string" -> ValueRule.Kind.TEXT;
          case "integer" -> ValueRule.Kind.WHOLE;
          case "boolean" -> ValueRule.Kind.TRUTH;
          default -> throw refused(where, "type " + schema.get("type"));
        };
    var small = "int32".equals(schema.get("format"));
    return new ValueRule(
        kind,
        number(schema, "minimum", small ? Integer.MIN_VALUE : Long.MIN_VALUE),
        number(schema, "maximum", small ? Integer.MAX_VALUE : Long.MAX_VALUE),
        (int) number(schema, "minLength", 0),
        (int) number(schema, "maxLength", Integer.MAX_VALUE),
        pattern(schema, where),
        texts(schema, "enum"),
        schema.get("x-expected") instanceof String expected ? expected : "another form");
  }

  static List<String> texts(Map<?, ?> in, String name) {
    return in.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static long number(Map<?, ?> schema, String name, long otherwise) {
    return schema.get(name) instanceof Number number ? number.longValue() : otherwise;
  }

  private static @Nullable Pattern pattern(Map<?, ?> schema, String where) {
    try {
      return schema.get("pattern") instanceof String text ? Pattern.compile(text) : null;
    } catch (PatternSyntaxException malformed) {
      throw refused(where, "pattern " + malformed.getPattern());
    }
  }

  private static void checkKeywords(Map<?, ?> schema, Set<String> checked, String where) {
    for (var keyword : schema.keySet()) {
      var name = String.valueOf(keyword);
      if (!checked.contains(name) && !SAID_ONLY.contains(name)) {
        throw refused(where, name);
      }
    }
  }

  private static IllegalArgumentException refused(String where, String what) {
    return new IllegalArgumentException(
        "contract: " + where + ": " + what + " (expected: only what requests are checked by)");
  }
}
