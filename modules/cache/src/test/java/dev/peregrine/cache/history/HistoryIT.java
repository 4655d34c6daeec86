package dev.peregrine.cache.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two JVMs read and write through one Redis; afterwards, what each saw is checked against what it
/// may have seen.
class HistoryIT {

  private static final long SEED = Long.getLong("history.seed", 2026);
  private static final Duration WITH_CLOCKS = Network.BOUND.plusMillis(50);
  private static final long PEACE_MS = 500;

  private @TempDir Path directory;

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

  @Test
  void a_node_that_believes_its_memory_without_proof_is_found_out() {
    try (var network = new Network(directory, SEED)) {
      network.addNode(Network.BOUND);
      network.addNode(Duration.ofHours(1));
      start(network);

      network.proxies().get(1).hold("XREAD");
      network.run(3_000);
      var history = stop(network);

      assertThat(history.violations(WITH_CLOCKS, committed(network)))
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

  private static Map<Long, Long> committed(Network network) {
    var versions = new HashMap<Long, Long>();
    LongStream.range(0, VersionSource.KEYS)
        .forEach(key -> versions.put(key, network.source().version(key)));
    return versions;
  }
}
