package dev.peregrine.perf;

import dev.peregrine.perf.internal.Arrivals;
import dev.peregrine.perf.internal.Client;
import dev.peregrine.perf.internal.KnownCustomers;
import dev.peregrine.perf.internal.OpenRun;
import dev.peregrine.perf.internal.Run;
import dev.peregrine.perf.internal.Tally;
import dev.peregrine.perf.internal.Workload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Puts load on a service: closed, so many clients, each asking again some time after it is
/// answered; or open, so many requests a second, whatever becomes of them.
///
/// The clients share one event loop of the driver's own, which is what confines all their state.
/// Safe on any thread; one run at a time.
public final class LoadDriver {

  /// Longest run.
  public static final Duration LONGEST = Duration.ofHours(1);

  /// Most that one event loop can begin and still be punctual.
  public static final double MOST_PER_SECOND = 20_000;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PREPARATION = Duration.ofMinutes(1);

  /// Registering is the dearest request: more at the same time would only wait for each other.
  private static final int REGISTRARS = 16;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClientAgent http = vertx.createHttpClient();
  private final LoadPlan plan;
  private final HttpConnectOptions service;
  private final SplittableRandom random;
  private final KnownCustomers known;

  /// Prepares a load; nothing is asked yet.
  ///
  /// @param plan what load
  public LoadDriver(LoadPlan plan) {
    this.plan = plan;
    this.service =
        new HttpConnectOptions()
            .setHost(plan.target().getHost().replaceAll("^\\[|]$", ""))
            .setPort(plan.target().getPort());
    this.random = new SplittableRandom(plan.seed());
    this.known = new KnownCustomers(random.split());
  }

  /// Registers the customers that the clients then ask for, as far as a minute suffices.
  ///
  /// @return done when the connections are closed
  public Future<LoadResult> prepare() {
    // Those that are under way when there are enough are registered too.
    BooleanSupplier enough = () -> known.size() >= plan.customers();
    return drive(
        Math.min(REGISTRARS, plan.clients()),
        tally -> new Run(tally, LONGEST_PREPARATION, enough, workload()::register));
  }

  /// Asks for a while; by then somebody must have been registered.
  ///
  /// @param howLong at most [#LONGEST]; what is asked by then is answered, at most for 10 seconds
  /// @param pause of a client after each answer, on average, at most a minute; zero: flat out
  /// @return done when the connections are closed
  public Future<LoadResult> run(Duration howLong, Duration pause) {
    require(howLong, "howLong", LONGEST);
    require(pause, "pause", LONGEST_PAUSE);
    return drive(
        plan.clients(),
        tally ->
            new Run(tally, howLong, () -> known.size() == 0, workload()::mixed)
                .pausing(random.split(), pause));
  }

  /// Asks at the rates of a scenario; by then somebody must have been registered.
  ///
  /// @param scenario how the rate changes
  /// @param perSecond the rate, 1 to [#MOST_PER_SECOND]
  /// @param howLong at most [#LONGEST], at least a second
  /// @return done when everything that was due is answered
  public Future<OpenLoadResult> offer(LoadScenario scenario, double perSecond, Duration howLong) {
    requireOffer(perSecond, howLong);
    var pool =
        new PoolOptions()
            .setHttp1MaxSize(plan.clients())
            .setMaxWaitQueueSize(OpenRun.MOST_IN_FLIGHT);
    var pooled = vertx.createHttpClient(new HttpClientOptions(), pool);
    var line = new OpenRun.Line(pooled, service, plan.clients());
    return Future.<OpenLoadResult>future(result ->
            vertx.runOnContext(_ ->
                new OpenRun(
                        vertx,
                        line,
                        workload(),
                        new Arrivals(scenario, perSecond, howLong, random.split()))
                    .start()
                    .onComplete(result)))
        .eventually(pooled::close);
  }

  /// Closes the driver; a run that goes on fails.
  public Future<Void> close() {
    return vertx.close();
  }

  /// Checks what [#offer] takes.
  ///
  /// @param perSecond the rate
  /// @param howLong the run
  /// @throws IllegalArgumentException naming the value and the bound
  public static void requireOffer(double perSecond, Duration howLong) {
    require(howLong, "howLong", LONGEST);
    if (howLong.toMillis() < 1_000 || !(perSecond >= 1 && perSecond <= MOST_PER_SECOND)) {
      throw new IllegalArgumentException(
          "load: "
              + perSecond
              + " a second for "
              + howLong
              + " (expected: 1 to "
              + MOST_PER_SECOND
              + " a second, for a second at least)");
    }
  }

  private Workload workload() {
    return new Workload(random.split(), known);
  }

  private Future<LoadResult> drive(int clients, Function<Tally, Run> runs) {
    return Future.future(result ->
        vertx.runOnContext(_ -> {
          var tally = new Tally();
          var done =
              IntStream.range(0, clients)
                  .mapToObj(_ -> new Client(vertx, http, service, runs.apply(tally)).start())
                  .toList();
          Future.all(done).map(_ -> tally.result(clients)).onComplete(result);
        }));
  }

  private static void require(Duration value, String name, Duration most) {
    if (value.isNegative() || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "load." + name + ": " + value + " (expected: at most " + most + ")");
    }
  }
}
