package dev.peregrine.cache;

import java.util.List;

/// What both tiers hold of one key.
public sealed interface InspectOutcome {

  /// What is held.
  ///
  /// @param entries one for each tier that holds the key, the near one first; none when neither
  ///   does
  /// @param farAnswered whether Redis could be asked
  record Held(List<EntryFigures> entries, boolean farAnswered) implements InspectOutcome {

    /// Copies.
    public Held {
      entries = List.copyOf(entries);
    }
  }

  /// There is no such region, or the text is no key of it.
  record NotAKey() implements InspectOutcome {}
}
