package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.log.Logs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `profile`: a flame graph of a service that runs.
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Takes a profile of a service that runs, and writes it into a file.",
      "--url names its operators' port."
    })
final class ProfileCommand<C extends Record> implements Callable<Integer> {

  private static final String JSON = "application/json";
  private static final String PROFILES = "/ops/profiles";
  private static final Duration LOOK = Duration.ofMillis(500);

  /// The service answers in half of it, or refuses.
  private static final Duration LONGEST_START = Duration.ofSeconds(20);

  private static final int MOST_SECONDS = 300;
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Spec private @Nullable CommandSpec command;
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private Transfer transfer = new Transfer();

  /// What a profile looks at.
  enum Event {
    CPU,
    ALLOC,
    LOCK,
    WALL,
    JFR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--event",
      paramLabel = "cpu|alloc|lock|wall|jfr",
      defaultValue = "cpu",
      description = "What to look at; jfr: the JVM's own recording. Without: cpu.")
  private Event event = Event.CPU;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long, 1 to 300. Without: 30.")
  private int seconds = 30;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write. Without: a new file in the working directory.")
  private @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "html|jfr",
      description =
          "A flame graph, or a recording. Without: what the file's name ends in, else html.")
  private @Nullable ProfileFormat format;

  @Option(
      names = "--ops-port",
      paramLabel = "PORT",
      description = "Where the service's operators are served on this machine (ops.port).")
  private @Nullable Integer opsPort;

  private final Application<C> application;
  private final Surroundings surroundings;
  private final StopSignal stop;

  ProfileCommand(Application<C> application, Surroundings surroundings, StopSignal stop) {
    this.application = application;
    this.surroundings = surroundings;
    this.stop = stop;
  }

  @Override
  public Integer call() throws Exception {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "--seconds: " + seconds + " (expected: 1 to " + MOST_SECONDS + ")");
    }
    options.set("ops.port", opsPort, "--ops-port");
    var service =
        application.operators(options.load(application.defaults(), surroundings).config());
    try {
      return profile(service);
    } finally {
      Logs.close();
    }
  }

  /// The answer to the start is waited for also when it is asked to stop meanwhile: it tells which
  /// profile to drop.
  private int profile(URI service) throws IOException, InterruptedException {
    var asked = new JsonObject().put("event", event.word()).put("seconds", seconds).encode();
    var started =
        Transfer.send(
            transfer
                .request(service, PROFILES)
                .header("Content-Type", JSON)
                .timeout(LONGEST_START)
                .POST(BodyPublishers.ofString(asked))
                .build(),
            new StopSignal());
    if (started.statusCode() != 202) {
      return TransferReport.refused(started, surroundings.terminal().err());
    }
    var json = TransferReport.read(started);
    if (json.containsKey("note")) {
      surroundings.terminal().err().println(json.getString("note"));
    }
    var path = PROFILES + "/" + json.getLong("id");
    try {
      return followed(service, path);
    } catch (Transfer.Stopped stopped) {
      drop(service, path);
      surroundings.terminal().err().println("stopped: the profile is dropped");
      return ExitCode.OK;
    }
  }

  /// Waits until it is done, and fetches it.
  private int followed(URI service, String path) throws IOException, InterruptedException {
    try (var bar = bar()) {
      var answer = ask(service, path, JSON);
      while (answer.statusCode() == 202) {
        var elapsedMs = TransferReport.read(answer).getLong("elapsedMs", 0L);
        bar.stepTo(Math.min(seconds, TimeUnit.MILLISECONDS.toSeconds(elapsedMs)));
        var _ = stop.requestedWithin(LOOK);
        answer = ask(service, path, JSON);
      }
      if (answer.statusCode() != 200) {
        return TransferReport.refused(answer, surroundings.terminal().err());
      }
      answer.body().close();
      bar.stepTo(seconds);
    }
    return fetched(service, path);
  }

  private int fetched(URI service, String path) throws IOException, InterruptedException {
    var wanted = ProfileFormat.of(format, out);
    var answer = ask(service, path, wanted.mediaType());
    if (answer.statusCode() != 200) {
      return TransferReport.refused(answer, surroundings.terminal().err());
    }
    var file = out == null ? usual(wanted) : out;
    var code =
        WholeFile.write(
            file,
            to -> {
              try (var body = answer.body()) {
                Transfer.copy(body, to, stop);
              }
            },
            surroundings.terminal().err());
    if (code == ExitCode.OK) {
      surroundings.terminal().out().println(file.toAbsolutePath());
    }
    return code;
  }

  private HttpResponse<InputStream> ask(URI service, String path, String mediaType)
      throws IOException, InterruptedException {
    return Transfer.send(transfer.request(service, path).header("Accept", mediaType).build(), stop);
  }

  /// Nobody waits for it any more, and another one may want to be taken.
  private void drop(URI service, String path) throws IOException, InterruptedException {
    HttpRequest request = transfer.request(service, path).DELETE().build();
    Transfer.send(request, new StopSignal()).body().close();
  }

  private Path usual(ProfileFormat wanted) {
    var moment = LocalDateTime.now(ZoneId.systemDefault()).format(MOMENT);
    return Path.of("profile-" + event.word() + "-" + moment + "." + wanted.word());
  }

  private ProgressBar bar() {
    return new ProgressBarBuilder()
        .setTaskName("profile")
        .setInitialMax(seconds)
        .setUnit(" s", 1)
        .build();
  }
}
