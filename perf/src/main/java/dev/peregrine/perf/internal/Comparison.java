package dev.peregrine.perf.internal;

import dev.peregrine.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The service and the yardstick side by side: same machine, flags, data and connections, in turn.
final class Comparison {

  /// Where the service says that it listens.
  static final Pattern API = Pattern.compile("(?m)^  API +(http://[^/\\s]+)/");

  /// The last line that it prints when it is ready.
  static final Pattern READY = Pattern.compile("(?m)^  stop +(\\S+)");

  private static final Pattern PORT = Pattern.compile("(?m)^port (\\d+)$");
  static final String SERVICE_PREFIX = "/api/v1/customers/";

  private final Path home;
  private final Wrk wrk;
  private final PrintWriter progress;
  private final int seconds;

  /// @param home an empty directory for the service's data
  /// @param seconds that each turn lasts
  Comparison(Path home, Wrk wrk, PrintWriter progress, int seconds) {
    this.home = home;
    this.wrk = wrk;
    this.progress = progress;
    this.seconds = seconds;
  }

  /// Starts both, seeds the data, and lets them work in turn.
  ///
  /// @param rounds of each kind of work
  List<Rounds> run(int rounds) throws IOException, InterruptedException {
    say("starting the service with " + Work.SEEDED + " customers…");
    Files.createDirectories(home.resolve("conf"));
    var run =
        List.of(
            "dev.peregrine.launcher.Main",
            "run",
            "--port",
            "0",
            "--ops-port",
            "0",
            "--seed",
            Integer.toString(Work.SEEDED));
    try (var service = Contestant.start(home, "service", run)) {
      var api = URI.create(service.printed(API));
      var _ = service.printed(READY);
      var postgres = EmbeddedPostgres.running(home.resolve(".peregrine/postgres")).orElseThrow();
      var bare = List.of(BareServer.class.getName(), postgres.toString());
      try (var yardstick = Contestant.start(home, "yardstick", bare);
          var statements = StatementCount.of(postgres)) {
        var port = yardstick.printed(PORT);
        var turns = new Turns(wrk, home.resolve(".peregrine/postgres"), statements);
        return rounds(
            turns,
            new Server(yardstick, URI.create("http://127.0.0.1:" + port), false),
            new Server(service, api, true),
            rounds);
      }
    }
  }

  /// One of the two.
  private record Server(Contestant process, URI address, boolean isService) {

    Turns.Target target(Work work) {
      return isService
          ? new Turns.Target(process, address, work, SERVICE_PREFIX)
          : new Turns.Target(
              process,
              address,
              new Work(work.name(), work.bare(), work.ids(), work.customers(), List.of()),
              work.bare());
    }
  }

  private List<Rounds> rounds(Turns turns, Server bare, Server ours, int count)
      throws IOException, InterruptedException {
    var all = new ArrayList<Rounds>();
    for (var work : Work.ALL) {
      var rounds = new Rounds(work);
      say(work.name() + ": warming up…");
      turns.warmUp(bare.target(work));
      turns.warmUp(ours.target(work));
      for (var round = 1; round <= count; round++) {
        var theirs = turns.take(bare.target(work), seconds);
        var own = turns.take(ours.target(work), seconds);
        rounds.add(theirs, own);
        say(
            "%s, round %d: %,.0f a second, yardstick %,.0f"
                .formatted(
                    work.name(), round, own.figures().perSecond(), theirs.figures().perSecond()));
      }
      all.add(rounds);
    }
    return all;
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
