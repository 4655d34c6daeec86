package dev.peregrine.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/// A JVM with servers of its own, which ends in order when its input ends.
final class ServersOfAChild {

  private ServersOfAChild() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    var directory = Path.of(arguments[0]);
    var binaries = ServerProcesses.BINARIES;
    try (var postgres =
            EmbeddedPostgres.start(
                new EmbeddedPostgresConfig(directory.resolve("postgres"), binaries, 0, true));
        var redis =
            EmbeddedRedis.start(
                new EmbeddedRedisConfig(directory.resolve("redis"), binaries, 0, 1 << 24))) {
      EmbeddedPostgresIT.sql(
          postgres, "create table kept (word text); insert into kept values ('still here')");
      // Ends with its primary, however that ends.
      var replica = postgres.startReplica(1);
      EmbeddedPostgresIT.sql(replica.jdbcUrl(), "select word from kept");
      System.out.println("up " + postgres.uri() + " " + redis.uri());
      while (System.in.read() >= 0) {
        // Whoever started this one closes its input when the servers shall stop.
      }
    }
  }
}
