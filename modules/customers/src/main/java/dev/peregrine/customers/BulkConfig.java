package dev.peregrine.customers;

import java.time.Duration;

/// What imports and exports may take.
///
/// @param imports how many run at once on this node, at least 1; the next is refused
/// @param exports the same for exports
/// @param chunkRows lines that are written, or rows that are read, at a time, 1 to 10000
/// @param lineBytes longest line of an import, at least 256 bytes; a longer one is refused and
///   skipped without being held
/// @param atomicLines most lines of an import that is written as a whole or not at all, at least 1
/// @param waiting most imports that wait to be written after their clients were answered, on all
///   nodes together, at least 1; the next is refused
/// @param waitingLines most lines of one of them, at least 1
/// @param keptRefusals most refused lines of one import that are kept to be read later, at least 0;
///   the rest is counted
/// @param chunkTimeout longest wait for one chunk, at least 1 ms
/// @param mergeTimeout longest wait for an atomic import's one write, at least 1 ms
/// @param within longest time for one import or export, at least 1 s
/// @param keptFor how long an import can be asked about, and gone on with, at least 1 minute
public record BulkConfig(
    int imports,
    int exports,
    int chunkRows,
    int lineBytes,
    int atomicLines,
    int waiting,
    int waitingLines,
    int keptRefusals,
    Duration chunkTimeout,
    Duration mergeTimeout,
    Duration within,
    Duration keptFor) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public BulkConfig {
    require(imports >= 1, "imports", imports, ">= 1");
    require(exports >= 1, "exports", exports, ">= 1");
    require(chunkRows >= 1 && chunkRows <= 10_000, "chunkRows", chunkRows, "1 to 10000");
    require(lineBytes >= 256, "lineBytes", lineBytes, ">= 256");
    require(atomicLines >= 1, "atomicLines", atomicLines, ">= 1");
    require(waiting >= 1, "waiting", waiting, ">= 1");
    require(waitingLines >= 1, "waitingLines", waitingLines, ">= 1");
    require(keptRefusals >= 0, "keptRefusals", keptRefusals, ">= 0");
    require(chunkTimeout.toMillis() >= 1, "chunkTimeout", chunkTimeout, ">= 1ms");
    require(mergeTimeout.toMillis() >= 1, "mergeTimeout", mergeTimeout, ">= 1ms");
    require(within.toMillis() >= 1_000, "within", within, ">= 1s");
    require(keptFor.toMinutes() >= 1, "keptFor", keptFor, ">= 1m");
  }

  /// Returns the defaults.
  public static BulkConfig defaults() {
    return new BulkConfig(
        2,
        4,
        2_000,
        64 << 10,
        500_000,
        16,
        2_000_000,
        1_000_000,
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofHours(1),
        Duration.ofDays(7));
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "customers.bulk." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
