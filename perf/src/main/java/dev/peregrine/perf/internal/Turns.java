package dev.peregrine.perf.internal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Lets servers work, one at a time, and measures what a turn took of each core.
final class Turns {

  private static final int WARM_UP_SECONDS = 8;
  private static final int WARM_UP_TURNS = 5;
  private static final long WARM_UP_ANSWERS = 50_000;

  private final Wrk wrk;
  private final ProcessHandle postgres;
  private final StatementCount statements;

  /// @param wrk asks
  /// @param postgres directory of the server that all of them use
  /// @param statements counts what that server does
  Turns(Wrk wrk, Path postgres, StatementCount statements) throws IOException {
    this.wrk = wrk;
    this.statements = statements;
    try (var lines = Files.lines(postgres.resolve("data/postmaster.pid"))) {
      var pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
      this.postgres = ProcessHandle.of(pid).orElseThrow();
    }
  }

  /// A server, and how it is asked for one kind of work.
  ///
  /// @param process itself
  /// @param address where it listens
  /// @param work what is asked of it
  /// @param prefix of the path, before the id
  record Target(Contestant process, URI address, Work work, String prefix) {}

  /// Lets one work.
  ///
  /// @param seconds how long
  Turn take(Target target, int seconds) throws IOException, InterruptedException {
    var process = target.process();
    var before = process.processorTime();
    var postgresBefore = ProcessorTime.ofTree(postgres);
    var statementsBefore = statements.now();
    var figures = wrk.run(target.address(), target.work(), target.prefix(), seconds);
    var spent = process.processorTime().minus(before);
    var postgresSpent = ProcessorTime.ofTree(postgres).minus(postgresBefore);
    var statementsMore = statements.now() - statementsBefore;
    return new Turn(
        figures,
        perAnswer(spent, figures.requests()),
        perAnswer(postgresSpent, figures.requests()),
        (double) statementsMore / figures.requests(),
        process.residentMib());
  }

  /// Lets one work until its code is compiled, as far as answers tell: on a machine that others
  /// keep busy, that takes more time than on one that is idle.
  void warmUp(Target target) throws IOException, InterruptedException {
    var answers = 0L;
    for (var turn = 0; turn < WARM_UP_TURNS && answers < WARM_UP_ANSWERS; turn++) {
      answers += take(target, WARM_UP_SECONDS).figures().requests();
    }
  }

  private static double perAnswer(Duration spent, long answers) {
    return spent.toNanos() / 1e3 / answers;
  }
}
