package dev.peregrine.launcher.internal.house;

import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.testkit.Sql;
import java.util.List;
import org.awaitility.Awaitility;

/// Replicas that may stand still: what they have they show, and nothing that comes later.
///
/// @param all in their order
record StillReplicas(List<EmbeddedReplica> all) {

  EmbeddedReplica first() {
    return all.getFirst();
  }

  /// Lets all stand still.
  void pause() {
    run("select pg_wal_replay_pause()");
  }

  /// Lets all go on.
  void resume() {
    run("select pg_wal_replay_resume()");
  }

  /// Waits until every one has a customer: which one answers a list nobody knows before.
  void awaitCustomer(long id) {
    for (var replica : all) {
      try (var sql = Sql.on(replica.uri())) {
        Awaitility.await()
            .until(() -> sql.number("select count(*) from customers where id = " + id) == 1);
      }
    }
  }

  private void run(String text) {
    for (var replica : all) {
      try (var sql = Sql.on(replica.uri())) {
        sql.run(text);
      }
    }
  }
}
