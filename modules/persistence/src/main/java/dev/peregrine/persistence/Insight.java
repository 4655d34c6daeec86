package dev.peregrine.persistence;

import java.util.List;

/// What a server tells of itself.
///
/// @param version the server's
/// @param statements those that cost most first; nothing where the server does not count them
/// @param findings what can be proved and mended
public record Insight(String version, List<StatementFigures> statements, List<Finding> findings) {

  /// Copies the lists.
  public Insight {
    statements = List.copyOf(statements);
    findings = List.copyOf(findings);
  }
}
