package dev.peregrine.observability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.observability.internal.Profiler.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What profiles of this very process show, which burns, allocates and waits for a lock meanwhile.
class ProfilesIT {

  private static final String PROPERTY = "peregrine.test.secret";
  private static final String VARIABLE = "VARIABLE_OF_THE_TESTS";
  private static final String SECRET = "hidden-in-a-property";

  private final ProfiledWork work = new ProfiledWork();

  @TempDir private Path files;

  @AfterEach
  void close() {
    work.close();
    System.clearProperty(PROPERTY);
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, jdk.ExecutionSample, burn",
    "alloc, jdk.ObjectAllocationInNewTLAB, allocate",
    "lock, jdk.JavaMonitorEnter, await",
    "wall, profiler.WallClockSample, burn",
    "jfr, jdk.ExecutionSample, burn"
  })
  void a_profile_shows_what_the_process_does(String event, String sampled, String method)
      throws Exception {
    work.start();
    try (var ops = ProfilePort.open()) {
      var path = ops.started(event, 4);
      var during = ops.get(path, "Accept", "text/html");
      var done = ops.awaitDone(path);

      assertThat(during.statusCode()).isEqualTo(202);
      assertThat(new JsonObject(during.body()).getString("state")).isEqualTo("running");
      assertThat(done.getString("engine")).isNotBlank();
      assertThat(done.getLong("elapsedMs")).isGreaterThanOrEqualTo(4_000);
      assertThat(done.getBoolean("cut")).isFalse();
      var graph = ops.get(path);
      assertThat(graph.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
      assertThat(frames(graph.body())).anyMatch(frame -> frame.contains("ProfiledWork." + method));
      assertThat(events(ops.recording(path, files)))
          .filteredOn(one -> one.getEventType().getName().equals(sampled))
          .anyMatch(one -> hasFrame(one, method));
    }
  }

  @Test
  void a_graph_may_run_its_own_scripts_and_reach_nothing() throws Exception {
    try (var ops = ProfilePort.open()) {
      var path = ops.profiled("wall");

      var graph = ops.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

      var policy = graph.headers().firstValue("content-security-policy").orElseThrow();
      assertThat(policy)
          .startsWith("default-src 'none'; script-src 'sha256-")
          .contains("sandbox allow-scripts", "base-uri 'none'", "form-action 'none'")
          .doesNotContain("unsafe-eval", "script-src 'unsafe", "http");
      assertThat(graph.body().replace("http://www.w3.org/2000/svg", ""))
          .doesNotContain("http://", "https://", " src=", "onclick='", "url(");
      assertThat(policy.split("sha256-")).hasSameSizeAs(graph.body().split("<script>"));
    }
  }

  @ParameterizedTest
  @CsvSource({"application/x-jfr", "application/octet-stream"})
  void a_recording_is_a_file_to_save(String type) throws Exception {
    try (var ops = ProfilePort.open()) {
      var path = ops.profiled("wall");

      var recording = ops.get(path, "Accept", type);

      assertThat(recording.headers().firstValue("content-type")).hasValue(type);
      assertThat(recording.headers().firstValue("content-disposition"))
          .hasValue("attachment; filename=\"profile-1-wall.jfr\"");
      assertThat(recording.body()).startsWith("FLR");
    }
  }

  @ParameterizedTest
  @CsvSource({"cpu", "jfr"})
  void no_property_variable_or_command_line_is_in_a_recording(String event) throws Exception {
    System.setProperty(PROPERTY, SECRET);
    var variable = System.getenv(VARIABLE);
    assertThat(variable).as("set by the build").hasSizeGreaterThan(20);

    try (var ops = ProfilePort.open()) {
      var recording = ops.recording(ops.profiled(event), files);

      var bytes = Files.readString(recording, ISO_8859_1);
      assertThat(bytes.contains(SECRET)).isFalse();
      assertThat(bytes.contains(System.getProperty("java.class.path"))).isFalse();
      assertThat(bytes.contains(variable)).isFalse();
      assertThat(events(recording))
          .extracting(one -> one.getEventType().getName())
          .isNotEmpty()
          .doesNotContain(
              "jdk.InitialEnvironmentVariable",
              "jdk.InitialSystemProperty",
              "jdk.JVMInformation",
              "jdk.ProcessStart",
              "jdk.SystemProcess");
    }
  }

  @Test
  void where_the_system_forbids_its_counters_another_clock_is_used_and_told() throws Exception {
    work.start();
    try (var ops =
        ProfilePort.open(
            () ->
                command -> {
                  if (command.contains("cpu-clock")) {
                    throw new IllegalStateException("No access to perf events.");
                  }
                  return ProfilePort.library().execute(command);
                },
            Limits.USUAL)) {
      var path = ops.started("cpu", 4);
      assertThat(ops.awaitDone(path).getString("state")).isEqualTo("done");

      var told = new JsonObject(ops.get(path, "Accept", "application/json").body());
      assertThat(told.getString("engine")).isIn("ctimer", "itimer");
      assertThat(told.getString("note"))
          .startsWith("not by perf_events: No access to perf events.");
      assertThat(frames(ops.get(path).body()))
          .anyMatch(frame -> frame.contains("ProfiledWork.burn"));
    }
  }

  @Test
  void where_the_library_does_not_load_it_is_told_and_the_jvms_own_recorder_serves()
      throws Exception {
    try (var ops =
        ProfilePort.open(
            () -> {
              throw new UnsatisfiedLinkError("no such processor");
            },
            Limits.USUAL)) {
      var refused = ops.post("{\"event\": \"cpu\"}");
      var other = ops.profiled("jfr");

      assertThat(refused.statusCode()).isEqualTo(501);
      assertThat(refused.body())
          .contains("/problems/profiler-unsupported", "does not load: no such processor");
      assertThat(ops.get(other).statusCode()).isEqualTo(200);
    }
  }

  private static List<RecordedEvent> events(Path recording) throws IOException {
    return RecordingFile.readAllEvents(recording);
  }

  private static boolean hasFrame(RecordedEvent event, String method) {
    return event.getStackTrace() != null
        && event.getStackTrace().getFrames().stream()
            .map(frame -> frame.getMethod())
            .anyMatch(one ->
                one.getName().equals(method) && one.getType().getName().endsWith("ProfiledWork"));
  }

  /// Returns the names in a graph: each begins with as much of the one before as its first
  /// character says.
  private static List<String> frames(String graph) {
    var table = graph.substring(graph.indexOf("const cpool = ["), graph.indexOf("unpack(cpool);"));
    var previous = new StringBuilder();
    return Arrays.stream(table.split("\n"))
        .filter(line -> line.startsWith("'"))
        .map(line -> line.substring(1, line.lastIndexOf('\'')).replace("\\'", "'"))
        .map(text -> text.replace("\\\\", "\\"))
        .map(text -> {
          if (!previous.isEmpty()) {
            previous.setLength(text.charAt(0) - ' ');
            previous.append(text.substring(1));
          } else {
            previous.append(text);
          }
          return previous.toString().replace('/', '.');
        })
        .toList();
  }
}
