package dev.peregrine.observability;

import static dev.peregrine.observability.ProfilePort.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.observability.internal.Profiler.Limits;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import one.profiler.AsyncProfiler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many profiles there are, how large and how long, and what is refused.
class ProfileBoundsIT {

  @Test
  void one_runs_at_a_time_and_one_that_is_dropped_makes_room() throws Exception {
    try (var ops = ProfilePort.open()) {
      var path = ops.started("wall", 300);

      var second = ops.post("{\"event\": \"jfr\", \"seconds\": 1}");
      var dropped = ops.send("DELETE", path, "");
      var third = ops.started("wall", 300);

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.body()).contains("/problems/profiler-busy");
      assertThat(Integer.parseInt(second.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(200, 301);
      assertThat(dropped.statusCode()).isEqualTo(204);
      assertThat(ops.get(path).statusCode()).isEqualTo(404);
      assertThat(ops.send("DELETE", path, "").statusCode()).isEqualTo(404);
      assertThat(ops.get(third).statusCode()).isEqualTo(202);
      assertThat(ops.firstFile()).doesNotExist();
    }
  }

  @Test
  void somebody_elses_profile_of_this_process_is_not_disturbed() throws Exception {
    var real = AsyncProfiler.getInstance();
    assertThat(real.execute("start,event=wall")).contains("started");
    try (var ops = ProfilePort.open()) {
      assertThat(ops.post("{\"event\": \"cpu\", \"seconds\": 1}").statusCode()).isEqualTo(503);
      assertThat(real.execute("status")).contains("running");
    } finally {
      assertThat(real.execute("stop")).isNotNull();
    }
  }

  @Test
  void the_newest_are_kept() throws Exception {
    try (var ops = ProfilePort.open(ProfilePort::library, new Limits(2, 1 << 26, 1 << 20))) {
      var paths = List.of(ops.profiled("wall"), ops.profiled("jfr"), ops.profiled("wall"));

      assertThat(ops.get(paths.getFirst()).statusCode()).isEqualTo(404);
      assertThat(new JsonObject(ops.get(PROFILES).body()).getJsonArray("items"))
          .extracting(one -> ((JsonObject) one).getInteger("id"))
          .containsExactly(3, 2);
      assertThat(ops.firstFile()).doesNotExist();
      assertThat(ops.telemetry().memory().getJsonArray("bounds"))
          .filteredOn(bound -> ((JsonObject) bound).getString("holder").equals("profiles"))
          .hasSize(1)
          .allMatch(bound -> ((JsonObject) bound).getLong("used") > 0);
    }
  }

  @Test
  void a_recording_that_grows_too_large_is_ended() throws Exception {
    try (var ops = ProfilePort.open(ProfilePort::library, new Limits(10, 1 << 20, 1))) {
      var done = ops.awaitDone(ops.started("wall", 300));

      assertThat(done.getString("state")).isEqualTo("done");
      assertThat(done.getBoolean("cut")).isTrue();
      assertThat(ops.commands().getLast()).isEqualTo("stop");
    }
  }

  @Test
  void what_is_more_than_may_be_kept_is_dropped() throws Exception {
    try (var ops = ProfilePort.open(ProfilePort::library, new Limits(10, 1, 1 << 20))) {
      var path = ops.started("wall", 1);

      Awaitility.await().untilAsserted(() -> assertThat(ops.get(path).statusCode()).isEqualTo(404));
      Awaitility.await().untilAsserted(() -> assertThat(ops.firstFile()).doesNotExist());
    }
  }

  @Test
  void closing_ends_what_runs_and_leaves_no_file() throws Exception {
    Path directory;
    try (var ops = ProfilePort.open()) {
      var kept = ops.profiled("wall");
      assertThat(ops.started("wall", 300)).isNotEqualTo(kept);
      directory = ops.firstFile().getParent();
      try (var files = Files.list(directory)) {
        assertThat(files).hasSizeGreaterThanOrEqualTo(2);
      }
    }

    assertThat(directory).doesNotExist();
    assertThat(AsyncProfiler.getInstance().execute("status")).contains("not active");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"event": "cpu", "seconds": 36000}  | /seconds | from 1 to 300
          {"event": "cpu", "seconds": 0}      | /seconds | from 1 to 300
          {"event": "cpu", "seconds": -1}     | /seconds | from 1 to 300
          {"event": "cpu", "seconds": 301}    | /seconds | from 1 to 300
          {"event": "cpu", "seconds": 1.5}    | /seconds | from 1 to 300
          {"event": "cpu", "seconds": "10"}   | /seconds | whole number
          {"event": "cpu", "seconds": null}   | /seconds | null
          {"event": "heap", "seconds": 1}     | /event   | alloc, cpu, jfr, lock, wall
          {"event": "cpu,file=/x"}            | /event   | alloc, cpu, jfr, lock, wall
          {"event": "CPU"}                    | /event   | alloc, cpu, jfr, lock, wall
          {"event": 1}                        | /event   | text
          {"seconds": 1}                      | /event   | required
          {"event": "cpu", "interval": 1}     | /interval | no such field
          {"event": "cpu"                     | pointer  | line
          """)
  void what_is_asked_wrongly_is_refused(String body, String place, String told) throws Exception {
    try (var ops = ProfilePort.open()) {
      var refused = ops.post(body);

      assertThat(refused.statusCode()).as(body).isEqualTo(400);
      assertThat(refused.body()).contains(place, told).doesNotContain("Exception");
      assertThat(ops.commands()).isEmpty();
    }
  }

  @Test
  void what_is_not_there_is_told() throws Exception {
    try (var ops = ProfilePort.open()) {
      var path = ops.profiled("wall");

      assertThat(ops.get(PROFILES + "/99").statusCode()).isEqualTo(404);
      assertThat(ops.get(PROFILES + "/0").statusCode()).isEqualTo(400);
      assertThat(ops.get(PROFILES + "/..%2F..%2Fetc%2Fpasswd").statusCode()).isEqualTo(400);
      assertThat(ops.get(PROFILES + "?all=1").statusCode()).isEqualTo(400);
      assertThat(ops.get(path + "?format=jfr").statusCode()).isEqualTo(400);
      assertThat(ops.get(path, "Accept", "image/png").statusCode()).isEqualTo(406);
      assertThat(ops.send("PUT", path, "{}", "Content-Type", "application/json").statusCode())
          .isEqualTo(405);
      assertThat(ops.send("POST", PROFILES, "event=cpu", "Content-Type", "text/plain").statusCode())
          .isEqualTo(415);
    }
  }
}
