package dev.peregrine.http.internal;

import dev.peregrine.http.FieldError;
import java.util.List;
import java.util.Map;

/// What the contract says of a body that is a JSON object. Immutable.
///
/// @param rules of each member that there may be
/// @param required members that there must be
record MemberRules(Map<String, ValueRule> rules, List<String> required) {

  /// More errors than anybody reads.
  static final int MOST_ERRORS = 50;

  void check(Map<String, JsonValue> members, List<FieldError> errors) {
    for (var member : members.entrySet()) {
      var rule = rules.get(member.getKey());
      var fault =
          rule == null
              ? new ValueRule.Fault("unknown", "There is no such field.")
              : rule.ofMember(member.getValue());
      if (fault != null && errors.size() < MOST_ERRORS) {
        errors.add(FieldError.field(member.getKey(), fault.code(), fault.detail()));
      }
    }
    for (var name : required) {
      if (!members.containsKey(name)) {
        errors.add(FieldError.field(name, "missing", "This field is required."));
      }
    }
  }
}
