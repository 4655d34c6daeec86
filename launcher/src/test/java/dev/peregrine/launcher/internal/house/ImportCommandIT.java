package dev.peregrine.launcher.internal.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./peregrine import` on bad days.
class ImportCommandIT {

  private static final int LINES = 20_000;
  private static final int SOME_LINES_WRONG = 65;

  @TempDir private static Path home;
  private static ResumingHouse house;

  private @TempDir Path files;

  @BeforeAll
  static void open() {
    house = new ResumingHouse(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.network().heal();
    house.empty();
  }

  private Path file(int lines) throws IOException {
    return Files.write(files.resolve("customers.ndjson"), ImportFile.lines(lines));
  }

  private static int run(Path file, String... options) {
    var url = house.api().address().toString();
    var arguments = new String[options.length + 4];
    System.arraycopy(options, 0, arguments, 4, options.length);
    arguments[0] = "import";
    arguments[1] = file.toString();
    arguments[2] = "--url";
    arguments[3] = url;
    return Cli.run(new Peregrine(home), arguments);
  }

  private static void assertWhole(int lines) {
    assertThat(house.customers()).isEqualTo(ImportFile.customers(lines));
    assertThat(house.refused()).isEqualTo(ImportFile.refused(lines));
    assertThat(house.sql().texts("select state || ' ' || received || ' ' || skipped from imports"))
        .as("one import, and no line twice")
        .containsExactly("done " + lines + " 0");
  }

  @Test
  void while_postgres_goes_and_comes_a_file_goes_on_by_itself() throws IOException {
    var file = file(LINES);
    // What is left after the last cut takes seconds, however late the cut comes.
    house.network().delay(Duration.ofMillis(30));

    var ended = CompletableFuture.supplyAsync(() -> run(file));
    for (var cut = 1; cut <= 3; cut++) {
      var least = LINES / 10 * cut;
      house.await(() ->
          ended.isDone()
              || house.sql().number("select coalesce(sum(settled_lines), 0) from imports")
                  >= least);
      assertThat(ended).as("it is cut in the middle").isNotDone();
      house.network().cut();
    }
    house.network().heal();

    assertThat(ended.join()).isEqualTo(SOME_LINES_WRONG);
    assertWhole(LINES);
  }

  @Test
  void what_was_stopped_goes_on_under_its_key() throws IOException {
    var lines = 3 * ResumingHouse.CHUNK;
    try (var sender = new ImportSender(house.api(), "", "Idempotency-Key: mine")) {
      sender.send(new String(ImportFile.lines(ResumingHouse.CHUNK + 7), UTF_8));
      house.awaitSettled();
    }

    assertThat(run(file(lines), "--key", "mine")).isEqualTo(SOME_LINES_WRONG);
    assertWhole(lines);

    assertThat(run(file(lines), "--key", "mine")).as("it is done").isEqualTo(SOME_LINES_WRONG);
    assertWhole(lines);
  }
}
