package dev.peregrine.http;

import java.util.Set;

/// Who asks, as its token says.
///
/// @param subject the token's `sub`; empty when nobody was asked
/// @param scopes what it may do
public record Caller(String subject, Set<String> scopes) {

  /// Stands for whoever comes where nobody is asked.
  public static final Caller ANYBODY = new Caller("", Set.of());

  /// Copies.
  public Caller {
    scopes = Set.copyOf(scopes);
  }
}
