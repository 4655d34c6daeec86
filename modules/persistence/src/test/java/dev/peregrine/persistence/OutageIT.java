package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.testkit.OwnServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class OutageIT {

  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Statement ONE = Statement.read("test.one", "select 1 as one");

  @Test
  void a_server_that_goes_away_and_comes_back_is_found_again(@TempDir Path directory, Vertx vertx) {
    try (var postgres = OwnServers.hastyPostgres(directory.resolve("data"))) {
      var database = Database.open(vertx, DatabaseConfig.defaults(), postgres.uri(), List.of(ONE));
      await(database.execute(ONE, Tuple.tuple(), soon()));

      postgres.stop();
      var away =
          catchThrowableOfType(
              BusFailure.class, () -> await(database.execute(ONE, Tuple.tuple(), soon())));
      postgres.restart();

      assertThat(away.kind()).isEqualTo(FailureKind.UNAVAILABLE);
      Awaitility.await()
          .ignoreException(BusFailure.class)
          .until(() -> await(database.execute(ONE, Tuple.tuple(), soon())).size() == 1);
    }
  }

  @Test
  void a_server_that_hangs_costs_a_caller_its_deadline_and_the_next_ones_nothing_more(
      @TempDir Path directory, Vertx vertx) {
    try (var postgres = OwnServers.hastyPostgres(directory.resolve("data"))) {
      var database = Database.open(vertx, DatabaseConfig.defaults(), postgres.uri(), List.of(ONE));
      await(database.execute(ONE, Tuple.tuple(), soon()));

      postgres.pause();
      var hung =
          catchThrowableOfType(
              BusFailure.class,
              () ->
                  await(
                      database.execute(
                          ONE, Tuple.tuple(), Call.background("test", Duration.ofMillis(100)))));
      postgres.resume();

      assertThat(hung.kind()).isEqualTo(FailureKind.DEADLINE);
      assertThat(await(database.execute(ONE, Tuple.tuple(), soon())).size()).isEqualTo(1);
    }
  }

  /// Nobody there ends a connection either, so it stays half open.
  @Test
  void all_that_a_server_has_when_it_hangs_is_given_up(@TempDir Path directory, Vertx vertx) {
    try (var postgres = OwnServers.hastyPostgres(directory.resolve("data"))) {
      var database = Database.open(vertx, DatabaseConfig.defaults(), postgres.uri(), List.of(ONE));
      await(database.execute(ONE, Tuple.tuple(), soon()));

      postgres.pause();
      var hung =
          IntStream.range(0, 64)
              .mapToObj(n -> database.execute(ONE, Tuple.tuple(), soon()))
              .toList();
      Awaitility.await()
          .until(() -> {
            var _ = database.execute(ONE, Tuple.tuple(), Call.background("test", MOMENT));
            return reads(database).refuses();
          });
      Awaitility.await().until(() -> reads(database).inFlight() == 0);
      await(Future.join(hung).otherwiseEmpty());
      postgres.resume();

      assertThat(hung)
          .allSatisfy(one ->
              assertThat(one.cause())
                  .isInstanceOfSatisfying(
                      BusFailure.class,
                      failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE)));
      Awaitility.await().until(() -> !reads(database).refuses());
      assertThat(await(database.execute(ONE, Tuple.tuple(), soon())).size()).isEqualTo(1);
    }
  }

  private static PoolState reads(Database database) {
    return database.pools().stream()
        .filter(one -> one.purpose() == Purpose.READ)
        .findFirst()
        .orElseThrow();
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(10));
  }
}
