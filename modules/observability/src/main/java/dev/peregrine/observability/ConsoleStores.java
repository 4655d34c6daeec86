package dev.peregrine.observability;

import dev.peregrine.cache.Caches;
import dev.peregrine.persistence.Database;

/// What holds data, for the console to look at.
///
/// @param caches the node's regions, all declared
/// @param database the node's pools and replicas
public record ConsoleStores(Caches caches, Database database) {}
