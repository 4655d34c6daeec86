package dev.peregrine.http.internal;

import dev.peregrine.http.FieldError;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One operation of the contract: checks requests before an endpoint sees them. Immutable.
public final class Operation {

  private final List<Parameter> path = new ArrayList<>();
  private final List<Parameter> headers = new ArrayList<>();
  private final Map<String, Parameter> queries = new HashMap<>();
  private final @Nullable MemberRules body;

  /// A parameter.
  private record Parameter(String name, ValueRule rule, boolean required) {

    @Nullable FieldError check(@Nullable String value, boolean header) {
      var fault =
          value != null
              ? rule.ofParameter(value)
              : required ? new ValueRule.Fault("missing", "This parameter is required.") : null;
      if (fault == null) {
        return null;
      }
      return header
          ? FieldError.header(name, fault.code(), fault.detail())
          : FieldError.parameter(name, fault.code(), fault.detail());
    }
  }

  /// Reads an operation.
  ///
  /// @throws IllegalArgumentException if it says what is not checked here
  Operation(ContractText text, Map<?, ?> item, Map<?, ?> operation, String where) {
    for (var parameters :
        List.of(text.objects(item, "parameters"), text.objects(operation, "parameters"))) {
      parameters.forEach(parameter -> add(text, parameter, where));
    }
    this.body = body(text, text.object(operation, "requestBody"), where);
  }

  private void add(ContractText text, Map<?, ?> parameter, String where) {
    var name = String.valueOf(parameter.get("name"));
    var rule = text.value(text.object(parameter, "schema"), where + "/" + name);
    var made = new Parameter(name, rule, Boolean.TRUE.equals(parameter.get("required")));
    switch (String.valueOf(parameter.get("in"))) {
      case "path" -> path.add(made);
      case "query" -> queries.put(name, made);
      case "header" -> headers.add(made);
      default -> throw new IllegalArgumentException("contract: " + where + "/" + name + ": in");
    }
  }

  /// The JSON forms of a body are checked by one schema; other forms are streams, checked by who
  /// reads them.
  private static @Nullable MemberRules body(ContractText text, Map<?, ?> body, String where) {
    MemberRules rules = null;
    for (var form : text.object(body, "content").entrySet()) {
      var mediaType = String.valueOf(form.getKey());
      if (isJson(mediaType) && form.getValue() instanceof Map<?, ?> content) {
        var read = text.members(text.object(content, "schema"), where + "/body");
        if (rules != null && !rules.required().equals(read.required())) {
          throw new IllegalArgumentException(
              "contract: " + where + ": two bodies (expected: one schema for all JSON forms)");
        }
        rules = read;
      }
    }
    return rules;
  }

  /// One JSON value; a value a line is a stream.
  private static boolean isJson(String mediaType) {
    return mediaType.equals("application/json") || mediaType.endsWith("+json");
  }

  /// Checks a request whose body has been read.
  ///
  /// @throws Rejection that names all that is wrong
  void check(RoutedRequest request) {
    List<FieldError> errors = new ArrayList<>(0);
    for (var parameter : path) {
      note(errors, parameter.check(request.pathParameter(parameter.name()), false));
    }
    for (var parameter : headers) {
      note(errors, parameter.check(request.header(parameter.name()).orElse(null), true));
    }
    checkQuery(request.queries(), errors);
    if (body != null) {
      checkBody(request, body, errors);
    }
    if (!errors.isEmpty()) {
      throw new Rejection(Problem.invalid(errors));
    }
  }

  private void checkQuery(Map<String, String> given, List<FieldError> errors) {
    for (var query : given.entrySet()) {
      var known = queries.get(query.getKey());
      var error =
          known == null
              ? FieldError.parameter(query.getKey(), "unknown", "There is no such parameter.")
              : known.check(query.getValue(), false);
      note(errors, error);
    }
    for (var parameter : queries.values()) {
      if (parameter.required() && !given.containsKey(parameter.name())) {
        note(errors, parameter.check(null, false));
      }
    }
  }

  private static void checkBody(RoutedRequest request, MemberRules rules, List<FieldError> errors) {
    try {
      rules.check(JsonObject.read(request.bodyBytes()), errors);
    } catch (Rejection malformed) {
      errors.addAll(malformed.problem().errors());
    }
  }

  private static void note(List<FieldError> errors, @Nullable FieldError error) {
    if (error != null && errors.size() < MemberRules.MOST_ERRORS) {
      errors.add(error);
    }
  }
}
