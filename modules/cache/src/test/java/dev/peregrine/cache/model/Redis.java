package dev.peregrine.cache.model;

/// What Redis does in one step each.
///
/// A record of the log is three bits: 0 means nothing by itself, 1 and 2 that the key was
/// invalidated for version 1 or 2, 3 and 4 the same by its tag, 5 that it went with a lost server.
final class Redis {

  static final int LAST_POSITION = 5;
  private static final int BY_TAG = 2;
  private static final int LOST = 5;

  private Redis() {}

  static State start() {
    return new State().set(Shared.NEXT, 1);
  }

  static int record(State state, int position) {
    return position == 0 ? 0 : (state.get(Shared.RECORDS) >>> (3 * (position - 1))) & 7;
  }

  private static void record(State state, int position, int code) {
    var shift = 3 * (position - 1);
    state.set(Shared.RECORDS, (state.get(Shared.RECORDS) & ~(7 << shift)) | (code << shift));
  }

  static boolean isOfKey(int code) {
    return code == 1 || code == 2;
  }

  static boolean isOfTag(int code) {
    return code == 3 || code == 4;
  }

  /// Which version a record makes everybody see; 0: it invalidates nothing.
  private static int version(int code) {
    return isOfKey(code) ? code : isOfTag(code) ? code - BY_TAG : 0;
  }

  /// Tells whether the record that a node continues from is there.
  static boolean holds(State state, int position) {
    return position >= state.get(Shared.FIRST)
        && position <= state.get(Shared.END)
        && record(state, position) != LOST;
  }

  /// The first record after a position that is there.
  static int after(State state, int position) {
    var next = Math.max(position + 1, state.get(Shared.FIRST));
    while (!holds(state, next)) {
      next++;
    }
    return next;
  }

  /// The version that everybody must see who has applied the log up to a position.
  static int required(State state, int position) {
    var version = 0;
    for (var at = 1; at <= Math.min(position, LAST_POSITION); at++) {
      version = Math.max(version, version(record(state, at)));
    }
    return version;
  }

  /// Appends a record; that of a key deletes its entry and lease in the same step.
  static State append(State state, int version, boolean byTag) {
    var position = state.get(Shared.NEXT);
    record(state, position, version == 0 ? 0 : version + (byTag ? BY_TAG : 0));
    state.set(Shared.END, position).set(Shared.NEXT, position + 1);
    if (byTag) {
      state.set(Shared.RULE, position);
    } else if (version > 0) {
      drop(state).set(Shared.LEASE, 0);
    }
    return state;
  }

  static State drop(State state) {
    return state.set(Shared.ENTRY_VERSION, 0).set(Shared.ENTRY_POSITION, 0);
  }

  static int lease(int node, int parity) {
    return 1 + 2 * node + parity;
  }

  static boolean mayTrim(State state) {
    return state.get(Shared.TRIMMED) == 0 && state.get(Shared.NEXT) <= LAST_POSITION;
  }

  /// The log is gone; the first node that notices begins it anew with a record that means nothing.
  static State trim(State state) {
    state.set(Shared.TRIMMED, 1).set(Shared.FIRST, state.get(Shared.NEXT));
    return append(state, 0, false);
  }

  static State flush(State state) {
    return trim(drop(state).set(Shared.LEASE, 0).set(Shared.RULE, 0));
  }

  /// A replica stops following.
  static State leaveBehind(State state) {
    return state
        .set(Shared.REPLICA, 1)
        .set(Shared.REPLICA_ENTRY_VERSION, state.get(Shared.ENTRY_VERSION))
        .set(Shared.REPLICA_ENTRY_POSITION, state.get(Shared.ENTRY_POSITION))
        .set(Shared.REPLICA_LEASE, state.get(Shared.LEASE))
        .set(Shared.REPLICA_RULE, state.get(Shared.RULE))
        .set(Shared.REPLICA_END, state.get(Shared.END));
  }

  /// That replica takes over. What it had not heard of is lost.
  static State promote(State state, boolean reusePositions) {
    var end = state.get(Shared.REPLICA_END);
    for (var at = end + 1; at < state.get(Shared.NEXT); at++) {
      record(state, at, reusePositions ? 0 : LOST);
    }
    if (reusePositions) {
      state.set(Shared.NEXT, end + 1);
    }
    state
        .set(Shared.REPLICA, 2)
        .set(Shared.ENTRY_VERSION, state.get(Shared.REPLICA_ENTRY_VERSION))
        .set(Shared.ENTRY_POSITION, state.get(Shared.REPLICA_ENTRY_POSITION))
        .set(Shared.LEASE, state.get(Shared.REPLICA_LEASE))
        .set(Shared.RULE, state.get(Shared.REPLICA_RULE))
        .set(Shared.END, end)
        .set(Shared.REPLICA_ENTRY_VERSION, 0)
        .set(Shared.REPLICA_ENTRY_POSITION, 0)
        .set(Shared.REPLICA_LEASE, 0)
        .set(Shared.REPLICA_RULE, 0);
    for (var writer = 0; writer < State.NODES; writer++) {
      lose(state, writer);
    }
    return state;
  }

  private static void lose(State state, int writer) {
    var held = false;
    for (var at = 1; at <= state.get(Shared.END); at++) {
      held |= version(record(state, at)) == writer + 1;
    }
    var was = state.write(writer);
    if (!held && was == Write.LOGGED) {
      state.write(writer, Write.LOST);
    } else if (!held && was == Write.FORGOTTEN) {
      state.write(writer, Write.GONE);
    }
  }
}
