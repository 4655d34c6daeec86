package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.log.Logs;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `import FILE`: customers into a service that runs.
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Sends a file of customers to a service that runs.",
      "Lines that are wrong are left out and told; then it ends with 65."
    })
final class ImportCommand<C extends Record> implements Callable<Integer> {

  private static final Path STANDARD_INPUT = Path.of("-");

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private Transfer transfer = new Transfer();

  @Parameters(paramLabel = "FILE", description = "What to send; - for standard input.")
  private Path file = STANDARD_INPUT;

  @Option(
      names = "--format",
      paramLabel = "ndjson|csv",
      description = "Without: what the file's name ends in, else ndjson.")
  private @Nullable FileFormat format;

  /// What to do with an address that a customer has.
  enum OnDuplicate {
    SKIP,
    UPDATE,
    FAIL
  }

  @Option(
      names = "--on-duplicate",
      paramLabel = "skip|update|fail",
      defaultValue = "skip",
      description = "What to do with an address that a customer has. Without: skip.")
  private OnDuplicate onDuplicate = OnDuplicate.SKIP;

  @Option(names = "--atomic", description = "All of it, or nothing.")
  private boolean atomic;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = {
        "Names this import of this file: with it, one that was stopped goes on where it stood.",
        "Without: one that nobody has."
      })
  private String key = UUID.randomUUID().toString();

  private final Application<C> application;
  private final Surroundings surroundings;
  private final StopSignal stop;

  ImportCommand(Application<C> application, Surroundings surroundings, StopSignal stop) {
    this.application = application;
    this.surroundings = surroundings;
    this.stop = stop;
  }

  @Override
  public Integer call() throws Exception {
    var service = application.service(options.load(application.defaults(), surroundings).config());
    if (!file.equals(STANDARD_INPUT) && !Files.isReadable(file)) {
      var err = surroundings.terminal().err();
      err.println("peregrine: " + file + ": there is no such file, or it cannot be read");
      return ExitCode.NO_INPUT;
    }
    try {
      return TransferReport.ofImport(send(service), surroundings.terminal());
    } catch (Transfer.Stopped stopped) {
      told(surroundings.terminal().out());
      return ExitCode.OK;
    } finally {
      Logs.close();
    }
  }

  private HttpResponse<InputStream> send(URI service) throws IOException, InterruptedException {
    var path =
        "/api/v1/customers/import?onDuplicate="
            + onDuplicate.name().toLowerCase(Locale.ROOT)
            + "&atomic="
            + atomic;
    var mediaType = FileFormat.of(format, file).mediaType();
    var length = file.equals(STANDARD_INPUT) ? -1 : Files.size(file);
    try (var bar = bar(length)) {
      if (length >= 0) {
        var named = atomic ? Optional.<String>empty() : Optional.of(key);
        var load = new ImportSending.Load(service, path, named, mediaType, file);
        return new ImportSending(transfer, stop, load, bar).send();
      }
      var request =
          transfer
              .request(service, path)
              .header("Content-Type", mediaType)
              .expectContinue(true)
              .POST(BodyPublishers.ofInputStream(() -> ImportSending.counted(System.in, bar)))
              .build();
      return Transfer.send(request, stop);
    }
  }

  private void told(PrintWriter out) {
    out.println(atomic ? "stopped: nothing is written" : "stopped: what was written stays");
    if (!atomic && !file.equals(STANDARD_INPUT)) {
      out.println("  the same with --key " + key + " goes on");
    }
  }

  private static ProgressBar bar(long bytes) {
    return new ProgressBarBuilder()
        .setTaskName("import")
        .setInitialMax(bytes)
        .setUnit(" MiB", 1 << 20)
        .showSpeed()
        .build();
  }
}
