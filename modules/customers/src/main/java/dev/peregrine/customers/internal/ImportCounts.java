package dev.peregrine.customers.internal;

/// What became of an import's lines: `received = imported + updated + skipped + rejected`, for what
/// is not atomic at any time, for what is at its end.
///
/// @param received lines that are not empty
/// @param imported those that made a new customer
/// @param updated those that changed one
/// @param skipped those that changed nothing
/// @param rejected those that are wrong
public record ImportCounts(
    long received, long imported, long updated, long skipped, long rejected) {

  static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0, 0);
}
