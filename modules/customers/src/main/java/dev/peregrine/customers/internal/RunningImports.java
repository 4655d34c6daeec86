package dev.peregrine.customers.internal;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The imports whose lines arrive at this node, as many as run at once at most. Safe on any thread.
public final class RunningImports {

  private final Set<UUID> ids = ConcurrentHashMap.newKeySet();

  /// Makes it, with none.
  public RunningImports() {}

  void add(UUID id) {
    ids.add(id);
  }

  void remove(UUID id) {
    ids.remove(id);
  }

  List<UUID> ids() {
    return List.copyOf(ids);
  }
}
