package dev.peregrine.perf.internal;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedPostgresConfig;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedRedisConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Variants of the service side by side: same machine, Postgres, Redis, data and connections, each
/// in turn with the first one, both started afresh. Not safe for several threads.
final class Trial {

  private static final long REDIS_MEMORY_BYTES = 256L << 20;

  private final Path home;
  private final Wrk wrk;
  private final PrintWriter progress;
  private final int seconds;
  private List<String> servers = List.of();

  /// @param home an empty directory for all data
  /// @param seconds that each turn lasts
  Trial(Path home, Wrk wrk, PrintWriter progress, int seconds) {
    this.home = home;
    this.wrk = wrk;
    this.progress = progress;
    this.seconds = seconds;
  }

  /// A service that runs.
  private record Running(Variant variant, Contestant process, URI address, SafepointLog stops)
      implements AutoCloseable {

    Turns.Target target(Work work) {
      return new Turns.Target(process, address, work, Comparison.SERVICE_PREFIX);
    }

    @Override
    public void close() throws IOException {
      process.close();
    }
  }

  /// Starts the servers, seeds the data, and lets each of the others work in turn with the first.
  ///
  /// @param variants what to compare
  /// @param rounds of each kind of work
  List<Duel> run(List<Variant> variants, int rounds) throws IOException, InterruptedException {
    var data = home.resolve("postgres");
    var bin = home.resolve("bin");
    try (var postgres = EmbeddedPostgres.start(new EmbeddedPostgresConfig(data, bin, 0, true));
        var redis =
            EmbeddedRedis.start(
                new EmbeddedRedisConfig(home.resolve("redis"), bin, 0, REDIS_MEMORY_BYTES));
        var _ = new AtExit(postgres::close);
        var _ = new AtExit(redis::close);
        var statements = StatementCount.of(postgres.uri())) {
      servers = List.of("postgres.primary=" + postgres.uri(), "redis.uri=" + redis.uri());
      var first = variants.getFirst();
      say("seeding " + Work.SEEDED + " customers…");
      start("seed", first, List.of("--seed", Integer.toString(Work.SEEDED))).close();
      var turns = new Turns(wrk, data, statements);
      var duels = new ArrayList<Duel>();
      for (var variant : variants.subList(1, variants.size())) {
        say(variant.name() + ", beside " + first.name() + ": starting both…");
        try (var present = start("first", first, List.of());
            var other = start("other", variant, List.of())) {
          for (var work : Work.VARYING) {
            duels.add(duel(turns, work, new Pair(present, other), rounds));
          }
        }
      }
      return duels;
    }
  }

  private Running start(String role, Variant variant, List<String> more)
      throws IOException, InterruptedException {
    var own = Files.createDirectories(home.resolve(role));
    var stops = new SafepointLog(own.resolve("safepoints.log"));
    var flags = new ArrayList<>(variant.allFlags(Contestant.flags()));
    flags.add(stops.flag());
    var run = new ArrayList<>(List.of("dev.peregrine.launcher.Main", "run"));
    run.addAll(List.of("--port", "0", "--ops-port", "0"));
    for (var settings : List.of(servers, variant.settings())) {
      settings.forEach(setting -> run.addAll(List.of("--set", setting)));
    }
    run.addAll(more);
    var process = Contestant.start(own, "service", flags, run);
    try {
      var api = URI.create(process.printed(Comparison.API));
      var _ = process.printed(Comparison.READY);
      return new Running(variant, process, api, stops);
    } catch (IOException | InterruptedException | IllegalStateException thrown) {
      process.close();
      throw thrown;
    }
  }

  private record Pair(Running present, Running other) {}

  private Duel duel(Turns turns, Work work, Pair pair, int rounds)
      throws IOException, InterruptedException {
    var duel = new Duel(pair.other().variant(), work);
    say(work.name() + ": warming up…");
    turns.warmUp(pair.present().target(work));
    turns.warmUp(pair.other().target(work));
    for (var round = 0; round < rounds; round++) {
      // Who begins takes turns, too: what the second one finds is not what the first one found.
      var presentFirst = round % 2 == 0;
      var first = turn(turns, work, presentFirst ? pair.present() : pair.other());
      var second = turn(turns, work, presentFirst ? pair.other() : pair.present());
      duel.add(presentFirst ? first : second, presentFirst ? second : first);
    }
    say(pair.other().variant().name() + ", " + work.name() + ": " + duel.summary());
    return duel;
  }

  private Duel.Side turn(Turns turns, Work work, Running running)
      throws IOException, InterruptedException {
    var _ = running.stops().look();
    var turn = turns.take(running.target(work), seconds);
    var stops = running.stops().look();
    return new Duel.Side(turn, stops.totalMs() / seconds, stops.longestMs());
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
