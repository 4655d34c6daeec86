package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.testkit.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `run --replicas N`: replicas of the embedded server, which end with the service.
class EmbeddedReplicasIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path home;

  @Test
  void the_embedded_server_has_as_many_replicas_as_were_asked_for_and_they_end_with_the_service() {
    try (var house = RunningHouse.start(home, config())) {
      var api = house.api();
      assertThat(api.post(CUSTOMERS, person("Ada", "ada@example.org")).status()).isEqualTo(201);

      Awaitility.await()
          .atMost(LIMIT)
          .until(() ->
              api.get(CUSTOMERS).items().size() == 1
                  && house
                      .ops()
                      .get("/metrics")
                      .body()
                      .contains("peregrine_db_reads_total{server=\"replica\"}"));

      assertThat(house.ops().get("/metrics").body().lines())
          .filteredOn(line -> line.startsWith("peregrine_db_replica_lag_bytes{"))
          .as("the primary's, and two replicas'")
          .hasSize(3);
      assertThat(serversBelow(home)).isNotEmpty();
    }

    assertThat(serversBelow(home)).isEmpty();
    assertThat(home.resolve(".peregrine/postgres/replica_1")).doesNotExist();
  }

  private static PeregrineConfig config() {
    var usual = RunningHouse.defaults();
    var database = Knobs.with(usual.postgres(), "embeddedReplicas", 2);
    var far = Knobs.with(usual.redis(), "uri", Optional.of(Servers.redis()));
    return Knobs.with(Knobs.with(usual, "postgres", database), "redis", far);
  }

  private static List<Long> serversBelow(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> worksBelow(process, directory))
        .map(ProcessHandle::pid)
        .toList();
  }

  private static boolean worksBelow(ProcessHandle process, Path directory) {
    try {
      var place = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
      return place.startsWith(directory.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }
}
