package dev.peregrine.http;

/// Who may come to a route; every route names it, so none is open because somebody forgot.
public sealed interface Access {

  /// Anybody may come: for health, the contract and its page, and nothing that shows data.
  Access PUBLIC = new Anybody();

  /// Returns the access of those whose token bears a scope.
  ///
  /// @param scope one word as in `customers:read`
  static Access scope(String scope) {
    return new Bearer(scope);
  }

  /// Anybody, with or without a token.
  record Anybody() implements Access {}

  /// Who bears a token with a scope.
  ///
  /// @param scope a scope as RFC 6749 writes it: printable ASCII without space, quote and backslash
  record Bearer(String scope) implements Access {

    /// Checks the scope.
    ///
    /// @throws IllegalArgumentException if it is none
    public Bearer {
      if (!scope.matches("[!#-\\[\\]-~]{1,64}")) {
        throw new IllegalArgumentException("scope: " + scope + " (expected: customers:read)");
      }
    }
  }
}
