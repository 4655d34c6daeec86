package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A profile of the whole service while it answers, taken by the command.
class ProfileIT {

  @TempDir private Path home;
  @TempDir private Path files;

  @Test
  void the_command_shows_what_a_running_service_does_for_its_clients() throws Exception {
    try (var house = RunningHouse.start(home)) {
      var file = files.resolve("service.jfr");
      var profile =
          CompletableFuture.supplyAsync(() ->
              Cli.run(
                  new Peregrine(home),
                  "profile",
                  "--seconds=3",
                  "--out=" + file,
                  "--url=" + house.ops().address()));

      for (var n = 0; !profile.isDone(); n++) {
        var answer = house.api().post(CUSTOMERS, person("Ada", "ada" + n + "@example.org"));
        assertThat(answer.status()).isEqualTo(201);
      }

      assertThat(profile.join()).isZero();
      assertThat(RecordingFile.readAllEvents(file))
          .filteredOn(event -> event.getStackTrace() != null)
          .flatExtracting(event -> event.getStackTrace().getFrames())
          .anyMatch(
              frame -> frame.getMethod().getType().getName().startsWith("dev.peregrine.http."));
      try (var left = Files.list(files)) {
        assertThat(left).containsExactly(file);
      }
    }
  }
}
