package dev.peregrine.cache.model;

import java.util.Locale;

/// What may happen in one step, of which nobody sees the middle.
enum Step {
  COMMITS(Of.WRITE),
  INVALIDATES_THE_KEY(Of.WRITE),
  INVALIDATES_THE_TAG(Of.WRITE),
  IS_RELAYED_BY_KEY(Of.WRITE),
  IS_RELAYED_BY_TAG(Of.WRITE),
  IS_TOLD_AGAIN_BY_KEY(Of.WRITE),
  IS_TOLD_AGAIN_BY_TAG(Of.WRITE),
  DIES_AND_STARTS_AFRESH(Of.NODE),
  APPLIES_THE_NEXT_RECORD(Of.NODE),
  MISSES_RECORDS(Of.NODE),
  FINDS_A_GAP_AND_STARTS_AFRESH(Of.NODE),
  GETS_AN_ENTRY_FROM_REDIS(Of.NODE),
  INSTALLS_WHAT_REDIS_HAD(Of.NODE),
  GETS_THE_LEASE(Of.NODE),
  GETS_NO_LEASE(Of.NODE),
  READS_THE_END_OF_THE_LOG(Of.NODE),
  LOADS(Of.NODE),
  INSTALLS_WHAT_IT_LOADED(Of.NODE),
  FILLS_REDIS(Of.NODE),
  EVICTS_ITS_ENTRY(Of.NODE),
  REDIS_EVICTS_THE_ENTRY(Of.REDIS),
  THE_LEASE_EXPIRES(Of.REDIS),
  THE_LOG_IS_TRIMMED(Of.REDIS),
  REDIS_IS_EMPTIED(Of.REDIS),
  THE_REPLICA_STOPS_FOLLOWING(Of.REDIS),
  THE_REPLICA_TAKES_OVER(Of.REDIS);

  /// Whose step it is.
  private enum Of {
    WRITE,
    NODE,
    REDIS
  }

  private final Of whose;

  Step(Of whose) {
    this.whose = whose;
  }

  /// Says it in a sentence.
  ///
  /// @param who which node or writer
  String of(int who) {
    var words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (whose) {
      case WRITE -> "write " + (who + 1) + " " + words;
      case NODE -> "node " + who + " " + words;
      case REDIS -> words;
    };
  }
}
