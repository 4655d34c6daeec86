package dev.peregrine.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One import of very many lines, every tenth of which is wrong: how much the service holds
/// meanwhile, and whether it tells each of them.
///
/// `-Dperf.lines=10000000` takes as many; after a million, addresses come again and are skipped.
/// One more line, in the middle, has `-Dperf.longLine=1000000000` bytes.
class LongImportIT {

  private static final long LINES = Long.getLong("perf.lines", 40_000);
  private static final long ADDRESSES = Long.getLong("perf.addresses", 1_000_000);
  private static final long LONG_LINE = Long.getLong("perf.longLine", 64L << 20);
  private static final String PIECE = "x".repeat(1 << 16);
  private static final long KEPT = 1_000_000;
  private static final int LOOKS = 5;
  private static final long MOST_HEAP_GROWTH_BYTES = 64L << 20;
  private static final String[] WRONG = {
    "{\"name\":\"a\",\"email\":\"a@example.org\",\"type\":\"robot\"}",
    "no json",
    "[[[[[[[[",
    "{\"name\":\"\u0000\"}"
  };

  @Test
  void the_heap_is_flat_and_every_wrong_line_is_told(@TempDir Path directory) throws Exception {
    try (var home = ServiceHome.in(directory);
        var service = ServiceProcess.start(home, "");
        var client = HttpClient.newHttpClient()) {
      var before = Idle.liveBytes(service);
      var during = new ArrayList<Long>();

      var report = BulkRun.load(service, client, lines(service, during));

      System.out.printf(
          "long import: %d lines; live heap %.1f MiB before, at most %.1f MiB in %d looks%n",
          LINES, before / 1048576.0, Collections.max(during) / 1048576.0, during.size());
      var good = LINES - LINES / 10;
      var fresh = Math.min(good, ADDRESSES - ADDRESSES / 10);
      assertThat(counts(report)).containsExactly(LINES + 1, fresh, good - fresh, LINES / 10 + 1);
      assertThat(during).hasSize(LOOKS).allMatch(bytes -> bytes < before + MOST_HEAP_GROWTH_BYTES);
      assertThat(told(service, client, report.getString("importId")))
          .isEqualTo(Math.min(KEPT, LINES / 10 + 1));
      assertThat(ServiceProcess.complaints(service.output())).isEmpty();
    }
  }

  private static InputStream lines(ServiceProcess service, List<Long> during) {
    LongFunction<String> line = n -> line(service, during, n);
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                new Lines(1, LINES / 2 + 1, line, () -> {}),
                new Lines(0, LONG_LINE / PIECE.length(), n -> PIECE, () -> {}),
                new ByteArrayInputStream(new byte[] {'\n'}),
                new Lines(LINES / 2 + 1, LINES + 1, line, () -> {}))));
  }

  private static List<Long> counts(JsonObject report) {
    return List.of(
        report.getLong("received"),
        report.getLong("imported"),
        report.getLong("skipped"),
        report.getLong("rejected"));
  }

  private static String line(ServiceProcess service, List<Long> during, long number) {
    if (number % (LINES / (LOOKS + 1)) == 0 && during.size() < LOOKS) {
      during.add(BulkRun.live(service));
    }
    return number % 10 == 0
        ? WRONG[(int) (number / 10 % WRONG.length)] + "\n"
        : BulkRun.json(number % ADDRESSES);
  }

  /// Returns the number of a wrong line: each tenth, and the long one, behind which all are one
  /// later.
  private static long wrong(long place) {
    var before = LINES / 2 / 10;
    return place < before ? (place + 1) * 10 : place == before ? LINES / 2 + 1 : place * 10 + 1;
  }

  /// Returns how many lines are told of, which must be those that are wrong.
  private static long told(ServiceProcess service, HttpClient client, String importId)
      throws IOException, InterruptedException {
    var path = "/api/v1/imports/" + importId + "/errors";
    var request = HttpRequest.newBuilder(service.api().resolve(path)).build();
    var body = client.send(request, BodyHandlers.ofInputStream()).body();
    var lines = 0L;
    try (var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (var text = reader.readLine(); text != null; text = reader.readLine()) {
        var line = new JsonObject(text).getLong("line");
        assertThat(line).isEqualTo(wrong(lines));
        lines++;
      }
    }
    return lines;
  }
}
