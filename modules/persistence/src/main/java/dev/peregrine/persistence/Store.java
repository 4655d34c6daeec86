package dev.peregrine.persistence;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Registration;
import io.vertx.core.Future;
import java.util.List;

/// A room's SQL: the texts, and the addresses that it answers with them.
public interface Store {

  /// Returns every SQL text that this store uses.
  List<Statement> statements();

  /// Registers the store's answers on the current context.
  ///
  /// @param bus where questions come from
  /// @param database where they are answered
  /// @return the registrations, when questions arrive
  Future<List<Registration>> open(Bus bus, Database database);
}
