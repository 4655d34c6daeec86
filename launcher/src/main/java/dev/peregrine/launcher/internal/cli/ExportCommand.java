package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.log.Logs;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `export FILE`: customers from a service that runs.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Writes the customers of a service that runs into a file.",
      "The file appears when it is whole."
    })
final class ExportCommand<C extends Record> implements Callable<Integer> {

  private static final Path STANDARD_OUTPUT = Path.of("-");
  private static final int LONGEST_COUNT_BYTES = 1 << 20;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private Transfer transfer = new Transfer();

  @Parameters(paramLabel = "FILE", description = "Where to write; - for standard output.")
  private Path file = STANDARD_OUTPUT;

  @Option(
      names = "--format",
      paramLabel = "ndjson|csv",
      description = "Without: what the file's name ends in, else ndjson.")
  private @Nullable FileFormat format;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only this kind of customer.")
  private @Nullable String type;

  @Option(
      names = "--part",
      paramLabel = "TEXT",
      description = "Only those with this part in name or address.")
  private @Nullable String part;

  private final Application<C> application;
  private final Surroundings surroundings;
  private final StopSignal stop;

  ExportCommand(Application<C> application, Surroundings surroundings, StopSignal stop) {
    this.application = application;
    this.surroundings = surroundings;
    this.stop = stop;
  }

  @Override
  public Integer call() throws Exception {
    var service = application.service(options.load(application.defaults(), surroundings).config());
    try {
      return export(service);
    } catch (Transfer.Stopped stopped) {
      surroundings.terminal().err().println("stopped: no file is written");
      return ExitCode.OK;
    } finally {
      Logs.close();
    }
  }

  private int export(URI service) throws IOException, InterruptedException {
    var path = "/api/v1/customers/export?format=" + FileFormat.of(format, file).word() + filter();
    var total = total(service);
    var answer = Transfer.send(transfer.request(service, path).build(), stop);
    if (answer.statusCode() != 200) {
      return TransferReport.refused(answer, surroundings.terminal().err());
    }
    try (var bar = bar(total)) {
      return file.equals(STANDARD_OUTPUT)
          ? toStandardOutput(answer, bar)
          : WholeFile.write(file, out -> copy(answer, out, bar), surroundings.terminal().err());
    }
  }

  private int toStandardOutput(HttpResponse<InputStream> answer, ProgressBar bar)
      throws IOException {
    try (var out = new FileOutputStream(FileDescriptor.out)) {
      copy(answer, out, bar);
    }
    return ExitCode.OK;
  }

  private void copy(HttpResponse<InputStream> answer, OutputStream to, ProgressBar bar)
      throws IOException {
    try (var body = new LineCount(answer.body(), bar::stepBy)) {
      Transfer.copy(body, to, stop);
    }
  }

  /// Asks how many there will be, for the bar; a few more or less do no harm.
  private long total(URI service) throws IOException, InterruptedException {
    var path = "/api/v1/customers?pageSize=1" + filter();
    var answer = Transfer.send(transfer.request(service, path).build(), stop);
    try (var body = answer.body()) {
      var json = Buffer.buffer(body.readNBytes(LONGEST_COUNT_BYTES));
      return answer.statusCode() == 200 ? new JsonObject(json).getLong("totalCount", -1L) : -1;
    }
  }

  private String filter() {
    return (type == null ? "" : "&type=" + encoded(type))
        + (part == null ? "" : "&q=" + encoded(part));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static ProgressBar bar(long customers) {
    return new ProgressBarBuilder()
        .setTaskName("export")
        .setInitialMax(customers)
        .setUnit(" customers", 1)
        .showSpeed()
        .build();
  }
}
