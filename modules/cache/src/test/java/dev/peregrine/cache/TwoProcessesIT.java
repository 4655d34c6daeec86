package dev.peregrine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Two JVMs that meet in Redis only.
class TwoProcessesIT {

  private final String namespace = UUID.randomUUID().toString();

  @Test
  void each_forgets_what_the_other_evicts() {
    try (var here = TestNode.believing(Servers.redis(), namespace).coherent();
        var there = new OtherProcess(Servers.redis(), namespace)) {
      here.source = id -> Future.succeededFuture(Optional.of(new Name("here " + id)));
      assertThat(here.text(2)).isEqualTo("here 2");
      assertThat(here.text(3)).isEqualTo("here 3");
      Awaitility.await().until(() -> there.read(2).equals("here 2 from NEAR"));
      Awaitility.await().until(() -> there.read(3).equals("here 3 from NEAR"));
      here.source = id -> Future.succeededFuture(Optional.of(new Name("new " + id)));

      assertThat(there.evictTag("even")).isEqualTo("evicted");

      Awaitility.await().until(() -> !here.text(2).equals("here 2"));
      assertThat(here.text(3)).as("not evicted").isEqualTo("here 3");
      assertThat(there.read(2)).isNotEqualTo("here 2 from NEAR");

      here.evict(3);

      Awaitility.await().until(() -> there.read(3).startsWith("name 3"));
    }
  }
}
