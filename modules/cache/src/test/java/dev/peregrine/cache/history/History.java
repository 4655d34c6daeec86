package dev.peregrine.cache.history;

import dev.peregrine.cache.history.Operation.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What several nodes saw, and whether they may have.
///
/// Takes time in proportion to its length, since versions only grow: nobody has to guess an order.
///
/// @param operations in any order
record History(List<Operation> operations) {

  History {
    operations = List.copyOf(operations);
  }

  long count(Kind kind) {
    return operations.stream().filter(one -> one.kind() == kind).count();
  }

  /// Returns what is wrong.
  ///
  /// @param bound how old an answer may be, with all that clocks may add
  /// @param committed the source's versions in the end, by key
  List<String> violations(Duration bound, Map<Long, Long> committed) {
    var byKey = operations.stream().collect(Collectors.groupingBy(Operation::key));
    return Stream.of(
            byKey.values().stream().flatMap(ofKey -> older(ofKey, bound)),
            operations.stream().filter(History::breaksToken).map(one -> "token: " + one),
            operations.stream()
                .filter(one -> one.version() > committed.getOrDefault(one.key(), 0L))
                .map(one -> "never committed: " + one),
            operations.stream().filter(one -> one.kind() == Kind.FAILED).map(one -> "" + one))
        .flatMap(Function.identity())
        .toList();
  }

  private static boolean breaksToken(Operation one) {
    return one.kind() == Kind.READ_WITH_TOKEN && one.version() < one.demand();
  }

  /// Reads that began a bound or more after an eviction was answered and are older than it.
  private static Stream<String> older(List<Operation> ofKey, Duration bound) {
    var evicted = evicted(ofKey);
    return ofKey.stream()
        .filter(one -> one.kind() == Kind.READ)
        .flatMap(read -> {
          var last = evicted.floorEntry(read.startNanos() - bound.toNanos());
          return last == null || last.getValue().version() <= read.version()
              ? Stream.empty()
              : Stream.of("older than the bound: " + read + ", after " + last.getValue());
        });
  }

  /// The newest version that was evicted until a moment, by that moment.
  private static NavigableMap<Long, Operation> evicted(List<Operation> ofKey) {
    var newest = new TreeMap<Long, Operation>();
    ofKey.stream()
        .filter(one -> one.kind() == Kind.EVICTED)
        .sorted(Comparator.comparingLong(Operation::endNanos))
        .forEach(one -> {
          var last = newest.lastEntry();
          if (last == null || last.getValue().version() < one.version()) {
            newest.put(one.endNanos(), one);
          }
        });
    return newest;
  }
}
