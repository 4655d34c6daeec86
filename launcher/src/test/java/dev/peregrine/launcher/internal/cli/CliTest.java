package dev.peregrine.launcher.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {

  @TempDir private Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Recorder application = new Recorder();

  record Door(String host, int port) {}

  record Postgres(int embeddedReplicas) {}

  record Config(Door http, Door ops, Postgres postgres) {}

  /// Remembers what it was asked for.
  private static final class Recorder implements Application<Config> {

    private final List<RunRequest<Config>> runs = new ArrayList<>();
    private final List<SeedRequest<Config>> seeds = new ArrayList<>();
    private final List<ClusterRequest<Config>> clusters = new ArrayList<>();
    private RuntimeException failure;

    @Override
    public Config defaults() {
      return new Config(new Door("127.0.0.1", 8080), new Door("127.0.0.1", 0), new Postgres(0));
    }

    @Override
    public URI service(Config config) {
      return URI.create("http://" + config.http().host() + ":" + config.http().port());
    }

    @Override
    public URI operators(Config config) {
      return URI.create("http://" + config.ops().host() + ":" + config.ops().port());
    }

    @Override
    public void run(RunRequest<Config> request) {
      runs.add(request);
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void cluster(ClusterRequest<Config> request) {
      clusters.add(request);
    }

    @Override
    public void seed(SeedRequest<Config> request) {
      seeds.add(request);
    }
  }

  @BeforeEach
  void makeConf() throws IOException {
    Files.createDirectories(home.resolve("conf"));
  }

  @Test
  void run_carries_options_into_the_configuration() throws IOException {
    Files.writeString(home.resolve("conf/peregrine.yaml"), "http: {host: a, port: 1}");
    Files.writeString(home.resolve("conf/production.yaml"), "http: {host: b, port: 2}");
    var mine = Files.writeString(home.resolve("mine.yaml"), "ops: {host: c}");

    var code =
        execute(
            "run",
            "--profile",
            "production",
            "--conf",
            mine.toString(),
            "--set",
            "peregrine.http.port=3",
            "--set=ops.host=d=e,f",
            "--port",
            "4",
            "--replicas",
            "2",
            "--seed",
            "9");

    assertThat(code).as(err.toString()).isZero();
    var request = application.runs.getFirst();
    assertThat(request.configuration().config())
        .isEqualTo(new Config(new Door("b", 4), new Door("d=e,f", 0), new Postgres(2)));
    assertThat(request.configuration().value("http.port").orElseThrow().source())
        .isEqualTo("--port");
    assertThat(request.seed()).isEqualTo(9);
  }

  @Test
  void cluster_carries_its_number_and_hands_the_options_on() {
    assertThat(execute("cluster", "3", "--set", "http.port=7", "--set=ops.host=a b")).isZero();

    assertThat(application.clusters.getFirst().nodes()).isEqualTo(3);
    assertThat(application.clusters.getFirst().handed())
        .containsExactly("--set=http.port=7", "--set=ops.host=a b");
  }

  @Test
  void seed_carries_its_number() {
    assertThat(execute("seed", "50")).isZero();

    assertThat(application.seeds.getFirst().customers()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rnu                     | Did you mean run?
          run --ops-prot 1        | Did you mean --ops-port?
          run --port many         | --port': 'many' is not an int
          run --set http.port     | should be in KEY=VALUE format
          cluster 1               | N: 1 (expected: 2 to 8)
          cluster 9               | N: 9 (expected: 2 to 8)
          cluster two             | (N): 'two' is not an int
          run --seed -1           | --seed: -1 (expected: >= 0)
          run --profile ../secret | profile: ../secret (expected: a name
          run @file               | Unmatched argument at index 1: '@file'
          seed                    | Missing required parameter: 'N'
          seed 0                  | N: 0 (expected: >= 1)
          profile --seconds 0     | --seconds: 0 (expected: 1 to 300)
          profile --seconds 36000 | --seconds: 36000 (expected: 1 to 300)
          profile --event heap    | --event': expected one of [CPU, ALLOC, LOCK, WALL, JFR]
          profile --format pdf    | --format': expected one of [HTML, JFR]
          ''                      | Missing required subcommand
          """)
  void a_wrong_command_line_is_told_with_the_usage(String line, String told) {
    var code = execute(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(told, "Usage: peregrine");
    assertThat(out.toString()).isEmpty();
    assertThat(application.runs).isEmpty();
  }

  @Test
  void a_wrong_configuration_is_told_without_a_stack_trace() {
    var code = execute("run", "--set", "http.prot=1");

    assertThat(code).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            """
            peregrine: 1 error in the configuration:
              peregrine.http.prot: unknown key (did you mean peregrine.http.port?)
                  from --set http.prot
            """);
  }

  @Test
  void a_service_that_is_away_is_told_without_a_stack_trace() {
    application.failure = new UnavailableException("postgres: refused; start it", null);

    assertThat(execute("run")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("peregrine: postgres: refused; start it\n");
  }

  @Test
  void a_fault_of_ours_is_told_with_a_stack_trace() {
    application.failure = new IllegalStateException("broken on purpose");

    assertThat(execute("run")).isEqualTo(ExitCode.SOFTWARE);
    assertThat(err.toString()).contains("a fault: broken on purpose", "\tat ");
  }

  @Test
  void help_and_version_go_to_standard_output() {
    assertThat(execute("--help")).isZero();
    assertThat(execute("run", "--help")).isZero();
    assertThat(execute("--version")).isZero();

    assertThat(out.toString()).contains("doctor", "--ops-port", "Java 2");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void doctor_goes_on_after_a_wrong_configuration() {
    var code = execute("doctor", "--set", "http.port=0", "--set", "ops.prot=1");

    assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(out.toString())
        .contains(
            "  ✗   configuration: peregrine.ops.prot: unknown key (did you mean"
                + " peregrine.ops.port?)",
            "from --set ops.prot",
            "  ok  ops port: any that is free",
            "  ok  conf directory");
  }

  @Test
  void doctor_says_by_its_exit_code_whether_the_machine_is_well() {
    var code = execute("doctor", "--set", "http.port=0");

    // Which of the two it is depends on the machine that runs this test.
    assertThat(out.toString()).contains(code == 0 ? "All is well." : "to cure.");
    assertThat(out.toString().contains("✗")).isEqualTo(code == ExitCode.UNAVAILABLE);
  }

  private int execute(String... arguments) {
    var terminal =
        new Surroundings.Terminal(new PrintWriter(out, true), new PrintWriter(err, true));
    var surroundings = new Surroundings(home, Map.of(), Map.of(), terminal);
    return Cli.commandLine(application, surroundings, new StopSignal()).execute(arguments);
  }
}
