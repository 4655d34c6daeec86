package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.config.Loaded;
import java.io.PrintWriter;
import java.util.List;

/// Which nodes to run.
///
/// @param configuration every value and where it comes from; ports are those of the first node
/// @param nodes how many, 2 to 8
/// @param handed options of the command line that each node gets
/// @param stop says when to stop
/// @param out what people read
/// @param <C> the root record of the configuration
public record ClusterRequest<C extends Record>(
    Loaded<C> configuration, int nodes, List<String> handed, StopSignal stop, PrintWriter out) {

  /// Copies.
  public ClusterRequest {
    handed = List.copyOf(handed);
  }
}
