package dev.peregrine.cache.history;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.history.Operation.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three JVMs read and write through one Redis while everything fails in turn; afterwards, what
/// each saw is checked against what it may have seen.
///
/// `-Dhistory.rounds=20` goes on for some twenty minutes, `-Dhistory.seed` says which order.
class HistoryIT {

  private static final int ROUNDS = Integer.getInteger("history.rounds", 1);
  private static final long SEED = Long.getLong("history.seed", 2026);
  private static final Duration WITH_CLOCKS = Network.BOUND.plusMillis(50);
  private static final long TROUBLE_MS = 1_100;
  private static final long PEACE_MS = 500;
  private static final int TURNS = 4;

  private @TempDir Path directory;

  @Tag("chance")
  @Test
  void nobody_sees_what_is_older_than_the_bound_whatever_fails() {
    System.out.println("history: seed " + SEED);
    try (var network = new Network(directory, SEED)) {
      for (var n = 0; n < 3; n++) {
        network.addNode(Network.BOUND);
      }
      start(network);

      suffer(network);
      var history = stop(network);

      System.out.println("history: " + summary(history));
      assertThat(history.violations(WITH_CLOCKS, committed(network))).isEmpty();
      assertThat(List.of(Kind.READ, Kind.READ_WITH_TOKEN, Kind.EVICTED, Kind.OWED))
          .allMatch(kind -> history.count(kind) > 0);
      Awaitility.await()
          .until(() -> network.nodes().stream().allMatch(one -> agrees(network, one.versions())));
      readersAgree(network);
    }
  }

  private static void suffer(Network network) {
    var random = new Random(SEED);
    for (var round = 0; round < ROUNDS; round++) {
      var troubles = new ArrayList<>(List.of(Trouble.values()));
      Collections.shuffle(troubles, random);
      for (var trouble : troubles) {
        var node = random.nextInt(network.nodes().size());
        trouble.begin(network, node);
        network.run(TROUBLE_MS);
        trouble.end(network, node);
        network.run(PEACE_MS);
      }
    }
  }

  /// Nothing comes back: what Redis holds is new as well, after everybody has read it.
  private static void readersAgree(Network network) {
    try (var reader = network.reader()) {
      Awaitility.await().until(reader::coherent);
      for (var key = 0L; key < VersionSource.KEYS; key++) {
        var found = await(reader.cache().read(key, HistoryNode.soon()));
        assertThat(found.value().orElseThrow().number()).isEqualTo(network.source().version(key));
      }
    }
    assertThat(network.nodes()).allMatch(one -> agrees(network, one.versions()));
  }

  @Test
  void a_node_that_follows_another_log_is_found_out() {
    try (var network = new Network(directory, SEED)) {
      network.addNode(Network.BOUND);
      network.addStranger();
      start(network);

      network.run(3_000);
      var history = stop(network);

      assertThat(history.violations(WITH_CLOCKS, committed(network)))
          .anyMatch(found -> found.startsWith("older than the bound"));
    }
  }

  /// It must have read a key before the others' evictions are held back from it, and again long
  /// after one: on a machine that stands still for seconds it may need another turn.
  @Test
  void a_node_that_believes_its_memory_without_proof_is_found_out() {
    assertThat(IntStream.range(0, TURNS).anyMatch(this::unprovenIsFoundOut)).isTrue();
  }

  private boolean unprovenIsFoundOut(int turn) {
    try (var network = new Network(directory.resolve("turn" + turn), SEED + turn)) {
      network.addNode(Network.BOUND);
      network.addNode(Duration.ofHours(1));
      start(network);

      network.proxies().get(1).hold("XREAD");
      network.run(5_000);
      var history = stop(network);

      return history.violations(WITH_CLOCKS, committed(network)).stream()
          .anyMatch(found -> found.startsWith("older than the bound"));
    }
  }

  private static void start(Network network) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> network.nodes().stream().allMatch(HistoryProcess::coherent));
    network.nodes().forEach(HistoryProcess::go);
    network.run(PEACE_MS);
  }

  private static History stop(Network network) {
    var all = new ArrayList<Operation>();
    network.nodes().forEach(node -> all.addAll(node.stop()));
    return new History(all);
  }

  private static String summary(History history) {
    var counts = new HashMap<Kind, Long>();
    Arrays.stream(Kind.values()).forEach(kind -> counts.put(kind, history.count(kind)));
    return counts.toString();
  }

  private static Map<Long, Long> committed(Network network) {
    var versions = new HashMap<Long, Long>();
    LongStream.range(0, VersionSource.KEYS)
        .forEach(key -> versions.put(key, network.source().version(key)));
    return versions;
  }

  private static boolean agrees(Network network, String versions) {
    return LongStream.range(0, VersionSource.KEYS)
        .mapToObj(key -> Long.toString(network.source().version(key)))
        .toList()
        .toString()
        .equals(versions);
  }
}
