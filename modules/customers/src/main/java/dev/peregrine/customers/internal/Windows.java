package dev.peregrine.customers.internal;

import java.util.List;

/// What a keyset query's rows become: one row more than asked for tells that there are others.
final class Windows {

  private Windows() {}

  /// Returns at most this many rows, in the list's order.
  static <T> List<T> cut(List<T> rows, int limit, boolean backwards) {
    var kept = rows.size() > limit ? rows.subList(0, limit) : rows;
    return backwards ? kept.reversed() : kept;
  }
}
