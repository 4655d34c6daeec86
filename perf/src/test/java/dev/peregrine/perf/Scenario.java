package dev.peregrine.perf;

import static dev.peregrine.perf.Idle.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peregrine.testkit.Awaiting;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Two starts of the service, a load on the second, and everything that was seen meanwhile.
///
/// @param starts seconds until each was ready, as the service says
/// @param flags the JVM's
/// @param prepared how the first customers were registered
/// @param warmUp how the clients did without pauses, while the service was getting warm
/// @param steady how they did then, with pauses
/// @param flatOut how they did without
/// @param idleBefore what it held after the warm-up, its clients gone
/// @param idleAfter what it held in the end, its clients gone
/// @param mostPostgresConnections that were open at any time
/// @param stored what was in the database in the end
/// @param stopped how the service ended
/// @param output everything that it has printed
record Scenario(
    List<String> starts,
    List<String> flags,
    LoadResult prepared,
    LoadResult warmUp,
    LoadResult steady,
    LoadResult flatOut,
    Idle idleBefore,
    Idle idleAfter,
    long mostPostgresConnections,
    Stored stored,
    ServiceProcess.Stopped stopped,
    String output) {

  /// How much longer than a run its last answers may take.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /// Of a client in the steady run: 200 clients then ask for at most 500 answers a second, which
  /// two cores can give even while they build something else.
  private static final Duration PAUSE = Duration.ofMillis(400);

  /// What was in the database.
  ///
  /// @param customers registered
  /// @param mailsSent handed to the mail server
  /// @param mailsWaiting in the outbox, to be sent yet
  /// @param mailsDead in the outbox, given up
  record Stored(long customers, long mailsSent, long mailsWaiting, long mailsDead) {}

  /// All that the clients did.
  List<LoadResult> runs() {
    return List.of(prepared, warmUp, steady, flatOut);
  }

  /// How many customers clients were told to be registered.
  long registered() {
    return runs().stream().mapToLong(result -> result.count(RequestKind.REGISTER, 201)).sum();
  }

  /// Plays it.
  ///
  /// @param directory for the service and its data
  /// @param howLong the steady run; the runs before and after it take half of it
  static Scenario play(Path directory, Duration howLong) throws Exception {
    try (var home = ServiceHome.in(directory)) {
      var firstStart = firstStart(home);
      try (var service = ServiceProcess.start(home, "")) {
        var load = new LoadDriver(LoadPlan.on(service.api()));
        try {
          return play(service, load, firstStart, howLong);
        } finally {
          Awaiting.await(load.close());
        }
      }
    }
  }

  private static String firstStart(ServiceHome home) throws Exception {
    try (var first = ServiceProcess.start(home, "")) {
      var seconds = first.readySeconds();
      assertThat(first.stop().left()).isEmpty();
      return seconds;
    }
  }

  private static Scenario play(
      ServiceProcess service, LoadDriver load, String firstStart, Duration howLong)
      throws Exception {
    var most = new AtomicLong();
    var prepared = watched(service, load.prepare(), most);
    var warmUp = watched(service, load.run(howLong.dividedBy(2), Duration.ZERO), most);
    var before = Idle.of(service);
    var steady = watched(service, load.run(howLong, PAUSE), most);
    var flatOut = watched(service, load.run(howLong.dividedBy(2), Duration.ZERO), most);
    var after = Idle.of(service);
    var stored =
        new Stored(
            count(service, "select count(*) from customers"),
            count(service, "select count(*) from outbox_sent where lane = 'mail'"),
            count(service, "select count(*) from outbox where lane = 'mail' and state = 0"),
            count(service, "select count(*) from outbox where state = 2"));
    var flags = service.flags();
    var stopped = service.stop();
    return new Scenario(
        List.of(firstStart, service.readySeconds()),
        flags,
        prepared,
        warmUp,
        steady,
        flatOut,
        before,
        after,
        most.get(),
        stored,
        stopped,
        service.output());
  }

  /// Waits for the end of a run, and counts connections to Postgres meanwhile.
  static LoadResult watched(ServiceProcess service, Future<LoadResult> running, AtomicLong most) {
    await()
        .atMost(LoadDriver.LONGEST.plus(PATIENCE))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          most.accumulateAndGet(Idle.postgresConnections(service), Math::max);
          return running.isComplete();
        });
    if (running.failed()) {
      throw new AssertionError("a run failed", running.cause());
    }
    return running.result();
  }
}
