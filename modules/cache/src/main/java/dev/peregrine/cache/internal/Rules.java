package dev.peregrine.cache.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// What was evicted from one region by tag, by pattern, or whole: entries that are older are dead
/// wherever they still lie. Safe on any thread.
///
/// Making a rule costs the same however many entries it means. An entry is checked when it is read,
/// and then not again until [#version] has changed. When there are more rules than it keeps, those
/// that no living entry can be older than are dropped; if too many are left, one rule takes their
/// place, which evicts everything up to the newest.
final class Rules {

  static final int MAX_TAGS = 10_000;
  static final int MAX_PATTERNS = 64;

  private final Map<String, Long> tags = new ConcurrentHashMap<>();
  private final long longestLifeMs;
  private volatile List<PatternRule> patterns = List.of();

  /// Entries below it are dead, whatever their key and tags.
  private volatile long floor;

  private final AtomicInteger version = new AtomicInteger();
  private volatile int forgottenAt;

  private record PatternRule(String text, Glob glob, long position) {

    boolean covers(String other, long at) {
      return text.equals(other) && position >= at;
    }
  }

  /// Makes an empty list.
  ///
  /// @param longestLifeMs no entry of the region is older
  Rules(long longestLifeMs) {
    this.longestLifeMs = longestLifeMs;
  }

  /// Returns a number that changes with every rule.
  int version() {
    return version.get();
  }

  /// Returns the version at which all that was known until then was forgotten.
  int forgottenAt() {
    return forgottenAt;
  }

  /// Returns how many rules older entries are checked against.
  int size() {
    return tags.size() + patterns.size();
  }

  /// Kills what was loaded with a tag.
  synchronized void tag(String name, long position) {
    var known = tags.get(name);
    if (position <= floor || (known != null && known >= position)) {
      return;
    }
    if (known == null && tags.size() >= MAX_TAGS) {
      makeRoom(position);
    }
    tags.put(name, position);
    changed();
  }

  /// Kills what has a key that matches.
  synchronized void pattern(String text, long position) {
    var glob = new Glob(text);
    if (glob.matchesAll()) {
      all(position);
      return;
    }
    if (position <= floor || patterns.stream().anyMatch(one -> one.covers(text, position))) {
      return;
    }
    if (patterns.size() >= MAX_PATTERNS) {
      makeRoom(position);
    }
    var more = new ArrayList<>(patterns);
    more.removeIf(one -> one.text().equals(text));
    more.add(new PatternRule(text, glob, position));
    patterns = List.copyOf(more);
    changed();
  }

  /// Kills everything.
  synchronized void all(long position) {
    if (position <= floor) {
      return;
    }
    floor = position;
    tags.values().removeIf(at -> at <= position);
    patterns = patterns.stream().filter(one -> one.position() > position).toList();
    changed();
  }

  /// Kills everything that this process remembers: it is not known what it has missed.
  synchronized void forgetAll() {
    forgottenAt = version.get() + 1;
    changed();
  }

  /// Tells whether an entry is dead.
  ///
  /// @param key its key as text, asked for only when there are patterns
  /// @param with its tags
  /// @param position every eviction up to it is reflected
  boolean kill(Supplier<String> key, Set<String> with, long position) {
    for (var tag : with) {
      var at = tags.get(tag);
      if (at != null && at > position) {
        return true;
      }
    }
    var known = patterns;
    if (!known.isEmpty() && known.stream().anyMatch(one -> one.position() > position)) {
      var text = key.get();
      for (var one : known) {
        if (one.position() > position && one.glob().matches(text)) {
          return true;
        }
      }
    }
    // Last, since rules are dropped after the floor was raised above them.
    return position < floor;
  }

  /// The rules' order is that of the log, whose places carry the time of Redis.
  private void makeRoom(long newest) {
    var oldest = LogPosition.before(newest, longestLifeMs);
    tags.values().removeIf(at -> at < oldest);
    patterns = patterns.stream().filter(one -> one.position() >= oldest).toList();
    if (tags.size() > MAX_TAGS / 2 || patterns.size() > MAX_PATTERNS / 2) {
      var last = tags.isEmpty() ? newest : Collections.max(tags.values());
      for (var one : patterns) {
        last = Math.max(last, one.position());
      }
      all(Math.max(newest, last));
    }
  }

  /// After the rule, so that who sees the new version sees the rule.
  private void changed() {
    version.incrementAndGet();
  }
}
