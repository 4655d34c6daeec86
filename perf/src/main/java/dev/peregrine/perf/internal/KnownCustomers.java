package dev.peregrine.perf.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The customers that the load has registered. Confined to the load's event loop.
///
/// Some are asked for far more often than others, by Zipf's law: the second half as often as the
/// first, the tenth a tenth as often.
public final class KnownCustomers {

  /// Most that are remembered, and so registered: what bounds the memory of a long run.
  static final int MOST = 1_000_000;

  private final SplittableRandom random;
  private final List<Known> all = new ArrayList<>();
  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  private int named;

  /// Knows nobody yet.
  ///
  /// @param random chooses
  public KnownCustomers(SplittableRandom random) {
    this.random = random;
  }

  /// One of them.
  static final class Known {

    private final long id;
    private final String email;
    private String entityTag;

    private Known(long id, String email, String entityTag) {
      this.id = id;
      this.email = email;
      this.entityTag = entityTag;
    }

    long id() {
      return id;
    }

    String email() {
      return email;
    }

    /// Returns the tag of the state that was seen last.
    String entityTag() {
      return entityTag;
    }

    void seen(String newTag) {
      entityTag = newTag;
    }
  }

  /// Returns how many there are.
  public int size() {
    return all.size();
  }

  boolean full() {
    return all.size() >= MOST;
  }

  /// Returns an address that no customer has had, in this run or another.
  String newEmail() {
    return "load-" + run + "-" + named++ + "@example.org";
  }

  void add(long id, String email, String entityTag) {
    all.add(new Known(id, email, entityTag));
  }

  /// Returns one of them, by Zipf's law; there must be one.
  Known pick() {
    return all.get(rank(random.nextDouble(), all.size()));
  }

  /// Returns a page number, the first ones by far the most often.
  int pickPage(int pageSize) {
    return 1 + rank(random.nextDouble(), Math.ceilDiv(all.size(), pageSize));
  }

  /// Returns the rank, from 0, at a place in Zipf's distribution of exponent 1, made continuous: so
  /// the number of ranks may grow without a table.
  ///
  /// @param place at least 0, less than 1
  /// @param ranks at least 1
  static int rank(double place, int ranks) {
    return Math.min(ranks, (int) Math.pow(ranks + 1.0, place)) - 1;
  }
}
