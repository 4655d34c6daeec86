package dev.peregrine.perf;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What was measured, as a page for people.
final class SteadyLoadPage {

  private static final double MIB = 1 << 20;

  private SteadyLoadPage() {}

  static ResultPage of(Scenario seen) throws IOException, InterruptedException {
    var page = new ResultPage("Steady load");
    page.add("Written by `SteadyLoadIT`. What the figures mean: [README](../README.md).");
    page.add(machine(seen.flags()));
    page.section("Start");
    page.add(
        "Ready after %s s the first time, with everything to unpack and to make; after %s s the second time."
            .formatted(seen.starts().getFirst(), seen.starts().getLast()));
    page.section("Steady: a pause after each answer");
    page.add(seen.steady());
    page.section("Flat out: no pause");
    page.add(seen.flatOut());
    page.section("Before both: flat out, and cold");
    page.add(seen.warmUp());
    page.section("What the service held");
    page.add(held(seen));
    page.section("What was kept");
    var stored = seen.stored();
    page.add(
        "%d registrations answered, %d customers stored; %d mails sent, %d waiting, %d dead."
            .formatted(
                seen.registered(),
                stored.customers(),
                stored.mailsSent(),
                stored.mailsWaiting(),
                stored.mailsDead()));
    return page;
  }

  /// Returns what the figures of a page come from.
  static String machine(List<String> flags) throws IOException, InterruptedException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return """
    | | |
    | --- | --- |
    | machine | %d cores, %.0f GiB, %s %s; load average %.1f when this was written |
    | shared by | the service, its embedded Postgres and Redis, the mailbox, the clients, all at once |
    | Java | %s |
    | flags | `%s` |
    | commit | %s |
    """
        .formatted(
            system.getAvailableProcessors(),
            system.getTotalMemorySize() / MIB / 1024,
            system.getName(),
            system.getArch(),
            system.getSystemLoadAverage(),
            System.getProperty("java.vm.name") + " " + Runtime.version(),
            String.join(" ", flags),
            commit());
  }

  private static String held(Scenario seen) {
    var before = seen.idleBefore();
    var after = seen.idleAfter();
    var answers = seen.steady().answers() + seen.flatOut().answers();
    var cpuUs = (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / answers;
    return """
    | idle, clients gone | after the warm-up | in the end |
    | --- | ---: | ---: |
    | live heap, MiB | %.1f | %.1f |
    | open files | %d | %d |
    | connections to Postgres | %d | %d |
    | connections to Redis | %d | %d |

    Connections to Postgres at most: %d. CPU time of the service: %.0f µs an answer, mail included.
    """
        .formatted(
            before.liveBytes() / MIB,
            after.liveBytes() / MIB,
            before.openFiles(),
            after.openFiles(),
            before.postgresConnections(),
            after.postgresConnections(),
            before.redisConnections(),
            after.redisConnections(),
            seen.mostPostgresConnections(),
            cpuUs);
  }

  private static String commit() throws IOException, InterruptedException {
    var commit = git(List.of("rev-parse", "--short=12", "HEAD"));
    var changes = git(List.of("status", "--porcelain", "--", ":/", ":!/perf/results"));
    return commit.isEmpty() ? "unknown" : commit + (changes.isEmpty() ? "" : ", with changes");
  }

  /// Returns what git says, or nothing where there is no git.
  private static String git(List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(arguments);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? said : "";
  }
}
