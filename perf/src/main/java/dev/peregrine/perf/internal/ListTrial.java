package dev.peregrine.perf.internal;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedPostgresConfig;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedRedisConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Lists of the service, far pages beside near ones, and pages beside those of a peer that counts:
/// same machine, Postgres and data, in turn. Not safe for several threads.
final class ListTrial {

  private static final long REDIS_MEMORY_BYTES = 256L << 20;
  private static final int PAGE_SIZE = 50;
  private static final int WALK_SIZE = 200;
  private static final int WARM_UP_SECONDS = 3;
  private static final Duration SEEDING_LIMIT = Duration.ofMinutes(30);
  private static final Pattern PORT = Pattern.compile("(?m)^port (\\d+)$");
  private static final String LIST = "/api/v1/customers?";

  private final Path home;
  private final Wrk wrk;
  private final PrintWriter progress;
  private final int customers;

  /// @param home keeps the data; what was seeded there before is used again
  /// @param customers how many there are
  ListTrial(Path home, Wrk wrk, PrintWriter progress, int customers) {
    this.home = home;
    this.wrk = wrk;
    this.progress = progress;
    this.customers = customers;
  }

  /// Two kinds of work, done in turn.
  ///
  /// @param name of the first
  /// @param first in the numerator
  /// @param second in the denominator
  private record Pair(String name, Turns.Target first, Turns.Target second) {}

  /// What came of a pair.
  ///
  /// @param name of the pair
  /// @param first its turns, round by round
  /// @param second its turns, round by round
  record Result(String name, List<Turn> first, List<Turn> second) {

    /// Returns how many times as long an answer of the first took, clients and cores being the
    /// same.
    Sample times() {
      var ratios = new ArrayList<Double>();
      for (var round = 0; round < first.size(); round++) {
        ratios.add(
            second.get(round).figures().perSecond() / first.get(round).figures().perSecond());
      }
      return Sample.of(ratios);
    }

    /// Returns how many times as many answers the first gave.
    Sample rates() {
      var ratios = new ArrayList<Double>();
      for (var round = 0; round < first.size(); round++) {
        ratios.add(
            first.get(round).figures().perSecond() / second.get(round).figures().perSecond());
      }
      return Sample.of(ratios);
    }
  }

  /// What came of all.
  ///
  /// @param peers pages of the service beside the peer's
  /// @param depths far pages and windows beside near ones
  record Results(List<Result> peers, List<Result> depths) {}

  /// Starts all, seeds the data if it is not there, and lets each pair work in turn.
  Results run(int rounds, int seconds) throws IOException, InterruptedException {
    var data = home.resolve("postgres");
    var bin = home.resolve("bin");
    try (var postgres = EmbeddedPostgres.start(new EmbeddedPostgresConfig(data, bin, 0, true));
        var redis =
            EmbeddedRedis.start(
                new EmbeddedRedisConfig(home.resolve("redis"), bin, 0, REDIS_MEMORY_BYTES));
        var _ = new AtExit(postgres::close);
        var _ = new AtExit(redis::close)) {
      var servers = List.of("postgres.primary=" + postgres.uri(), "redis.uri=" + redis.uri());
      seed(servers);
      say("starting the service and the peer…");
      var counting = List.of(CountingServer.class.getName(), postgres.uri().toString());
      try (var service = launcher("service", servers, "run", "--port", "0", "--ops-port", "0");
          var peer = Contestant.start(home, "peer", counting);
          var statements = StatementCount.of(postgres.uri())) {
        var api = URI.create(service.printed(Comparison.API));
        var _ = service.printed(Comparison.READY);
        var other = URI.create("http://127.0.0.1:" + peer.printed(PORT));
        say("waiting until what was written is carried over and swept…");
        ListsAtRest.await(postgres.uri());
        var turns = new Turns(wrk, data, statements);
        var pairs = new Pairs(service, api, peer, other);
        return new Results(
            all(turns, pairs.peers(), rounds, seconds),
            all(turns, pairs.depths(), rounds, seconds));
      }
    }
  }

  private void seed(List<String> servers) throws IOException, InterruptedException {
    var done = home.resolve("seeded-" + customers);
    if (Files.exists(done)) {
      return;
    }
    say("seeding " + customers + " customers, which takes minutes…");
    try (var seeding = launcher("seed", servers, "seed", Integer.toString(customers))) {
      seeding.done(SEEDING_LIMIT);
    }
    Files.createFile(done);
  }

  private Contestant launcher(String name, List<String> servers, String... words)
      throws IOException {
    var command = new ArrayList<>(List.of("dev.peregrine.launcher.Main"));
    command.addAll(List.of(words));
    servers.forEach(setting -> command.addAll(List.of("--set", setting)));
    return Contestant.start(home, name, command);
  }

  /// Makes the pairs; pages and windows begin after three quarters of the list.
  private final class Pairs {

    private final Contestant service;
    private final URI api;
    private final Contestant peer;
    private final URI other;
    private final int far = customers / 4 * 3 / PAGE_SIZE;

    Pairs(Contestant service, URI api, Contestant peer, URI other) {
      this.service = service;
      this.api = api;
      this.peer = peer;
      this.other = other;
    }

    List<Pair> peers() {
      return List.of(
          new Pair("page 1 of 50 with the exact total", page(1), peers(1)),
          new Pair("page %,d".formatted(far), page(far), peers(far)));
    }

    List<Pair> depths() throws IOException, InterruptedException {
      var first = ours("limit=" + PAGE_SIZE);
      return List.of(
          new Pair("by number: page %,d beside page 1".formatted(far), page(far), page(1)),
          new Pair(
              "by cursor: the window after %,d beside the first".formatted((far - 1) * PAGE_SIZE),
              ours("limit=" + PAGE_SIZE + "&cursor=" + cursor((far - 1) * PAGE_SIZE)),
              first));
    }

    private Turns.Target page(int number) {
      return ours("pageSize=" + PAGE_SIZE + "&page=" + number);
    }

    private Turns.Target ours(String query) {
      return target(service, api, LIST + query);
    }

    private Turns.Target peers(int number) {
      return target(peer, other, "/page/" + number);
    }

    private Turns.Target target(Contestant process, URI address, String path) {
      return new Turns.Target(process, address, new Work(path, path, "fixed", 1, List.of()), path);
    }

    /// Walks there, window by window, as clients do.
    private String cursor(int rows) throws IOException, InterruptedException {
      say("walking over " + rows + " customers…");
      var cursor = "";
      try (var client = HttpClient.newHttpClient()) {
        for (var walked = 0; walked < rows; ) {
          var limit = Math.min(WALK_SIZE, rows - walked);
          var after = cursor.isEmpty() ? "" : "&cursor=" + cursor;
          var request =
              HttpRequest.newBuilder(api.resolve(LIST + "limit=" + limit + after)).build();
          var answer = client.send(request, BodyHandlers.ofString());
          if (answer.statusCode() != 200) {
            throw new IOException("a window: " + answer.statusCode() + " " + answer.body());
          }
          cursor = new JsonObject(answer.body()).getString("nextCursor");
          walked += limit;
        }
      }
      return cursor;
    }
  }

  private List<Result> all(Turns turns, List<Pair> pairs, int rounds, int seconds)
      throws IOException, InterruptedException {
    var results = new ArrayList<Result>();
    for (var pair : pairs) {
      var _ = turns.take(pair.first(), WARM_UP_SECONDS);
      var _ = turns.take(pair.second(), WARM_UP_SECONDS);
      var result = new Result(pair.name(), new ArrayList<>(), new ArrayList<>());
      for (var round = 0; round < rounds; round++) {
        result.first().add(turns.take(pair.first(), seconds));
        result.second().add(turns.take(pair.second(), seconds));
      }
      say(pair.name() + ": time an answer " + result.times().ratio());
      results.add(result);
    }
    return results;
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
