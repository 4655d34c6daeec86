package dev.peregrine.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every command of the front page does what the page says.
@Timeout(300)
class ReadmeTourIT {

  /// What starts the service or the tests; other tests try these.
  private static final Set<String> STARTS = Set.of("./peregrine run", "mvn -B verify");

  private static final Path PAGE = Path.of("../README.md");
  private static final long COMMAND_SECONDS = 30;
  private static final int FEWEST_STEPS = 12;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path home;

  @Test
  void every_command_does_what_the_page_says() throws IOException {
    var tour = ReadmeTour.of(Files.readString(PAGE)).steps();
    assertThat(tour).extracting(ReadmeTour.Step::command).containsAll(STARTS);

    try (var house = ReadmeHouse.in(home)) {
      var steps = tour.stream().filter(step -> !STARTS.contains(step.command())).toList();
      assertThat(steps)
          .hasSizeGreaterThan(FEWEST_STEPS)
          .allSatisfy(step -> {
            assertThat(step.claims()).as(step.command()).isNotEmpty();
            take(step, PATIENCE, house.api(), house.ops());
          });
    }
  }

  @Test
  void a_page_that_is_wrong_is_found_out() {
    var tour =
        ReadmeTour.of("```sh\necho 'a b' \\\n  c\n# a b c\n# d\nfalse -d x\n# \n```\n`echo e`\n")
            .steps();

    assertThat(tour)
        .containsExactly(
            new ReadmeTour.Step("echo 'a b' \\\n  c", List.of("a b c", "d")),
            new ReadmeTour.Step("false -d x", List.of("")));
    assertThatThrownBy(() -> take(tour.getFirst(), Duration.ofSeconds(1), "", ""))
        .isInstanceOf(ConditionTimeoutException.class);
    assertThatThrownBy(() -> take(tour.getLast(), PATIENCE, "", ""))
        .isInstanceOf(AssertionError.class);
  }

  /// What only reads may be ahead of the relay, which is not awaited by those who write.
  private void take(ReadmeTour.Step step, Duration patience, String api, String ops) {
    var command = step.command().replace("localhost:8080", api).replace("localhost:9080", ops);
    if (step.onlyReads()) {
      Awaitility.await()
          .atMost(patience)
          .untilAsserted(() -> assertThat(output(command)).as(command).contains(step.claims()));
    } else {
      assertThat(output(command)).as(command).contains(step.claims());
    }
  }

  private String output(String command) {
    try {
      var errors = home.resolve("errors.txt");
      var process =
          new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
              .redirectError(errors.toFile())
              .start();
      try {
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(process.exitValue()).as(command + Files.readString(errors)).isZero();
        return output;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException | InterruptedException thrown) {
      throw new AssertionError(command, thrown);
    }
  }
}
