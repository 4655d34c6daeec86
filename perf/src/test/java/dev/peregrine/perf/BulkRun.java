package dev.peregrine.perf;

import dev.peregrine.embedded.EmbeddedPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/// Customers imported over HTTP and, in turn, the same number by COPY into the same table, and all
/// of them exported.
///
/// @param lines imported, in all rounds
/// @param importRates rows a second, round by round
/// @param copyRates rows a second, round by round
/// @param exportRate rows a second
/// @param exported lines of the export
/// @param stored customers in the end
/// @param heapBefore bytes alive before the first round
/// @param heapDuring bytes alive when half of an import, or the export, was done
/// @param output everything that the service has printed
record BulkRun(
    long lines,
    List<Double> importRates,
    List<Double> copyRates,
    double exportRate,
    long exported,
    long stored,
    long heapBefore,
    List<Long> heapDuring,
    List<String> flags,
    String output) {

  private static final int WARM_UP = 5_000;
  private static final int ROUNDS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final String[] GIVEN = {"Ada", "Grace", "Björn", "Chloé", "Emeka", "Mei", "João"};
  private static final String[] FAMILY = {
    "Lovelace", "Hopper", "Svensson", "Dubois", "Okafor", "Chen", "Silva", "Nowak", "Murphy"
  };
  private static final String[] TYPES = {"individual", "business", "partner"};

  /// Plays it.
  ///
  /// @param lines to import, in all rounds
  static BulkRun play(ServiceProcess service, long lines) throws Exception {
    var importRates = new ArrayList<Double>();
    var copyRates = new ArrayList<Double>();
    var heap = new ArrayList<Long>();
    try (var client = HttpClient.newHttpClient()) {
      loadAll(service, client, new Lines(0, WARM_UP, BulkRun::json, () -> {}));
      var heapBefore = Idle.liveBytes(service);
      long next = WARM_UP;
      var share = lines / ROUNDS;
      for (var round = 0; round < ROUNDS; round++) {
        var sent = new Lines(next, next + share, BulkRun::json, () -> heap.add(live(service)));
        importRates.add(rate(share, () -> loadAll(service, client, sent)));
        next += share;
        var copied = new Lines(next, next + share, BulkRun::csv, () -> {});
        copyRates.add(rate(share, () -> copy(service, copied)));
        next += share;
      }
      var stored = Idle.count(service, "select count(*) from customers");
      var exported = new long[1];
      var exportRate = rate(stored, () -> exported[0] = export(service, client, stored, heap));
      return new BulkRun(
          share * ROUNDS,
          importRates,
          copyRates,
          exportRate,
          exported[0],
          stored,
          heapBefore,
          heap,
          service.flags(),
          service.output());
    }
  }

  /// What is timed.
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  static double rate(long rows, Work work) throws Exception {
    var start = System.nanoTime();
    work.run();
    return rows * 1e9 / (System.nanoTime() - start);
  }

  static JsonObject load(ServiceProcess service, HttpClient client, InputStream lines)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(service.api().resolve("/api/v1/customers/import"))
            .header("Content-Type", "application/x-ndjson")
            .timeout(LIMIT)
            .POST(BodyPublishers.ofInputStream(() -> lines))
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError("import: " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  static void loadAll(ServiceProcess service, HttpClient client, Lines lines)
      throws IOException, InterruptedException {
    var json = load(service, client, lines);
    if (!json.getLong("received").equals(json.getLong("imported"))) {
      throw new AssertionError("import: " + json);
    }
  }

  private static void copy(ServiceProcess service, Lines lines) throws SQLException, IOException {
    var uri = EmbeddedPostgres.running(service.home().postgres()).orElseThrow();
    var url = "jdbc:postgresql://127.0.0.1:" + uri.getPort() + uri.getPath() + "?user=postgres";
    try (var connection = DriverManager.getConnection(url)) {
      var _ =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy customers (name, email, type) from stdin (format csv)", lines);
    }
  }

  private static long export(
      ServiceProcess service, HttpClient client, long stored, List<Long> heap)
      throws IOException, InterruptedException {
    var uri = service.api().resolve("/api/v1/customers/export");
    var request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
    var count = 0L;
    try (var body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      var piece = new byte[64 << 10];
      for (var length = body.read(piece); length >= 0; length = body.read(piece)) {
        var before = count;
        for (var i = 0; i < length; i++) {
          count += piece[i] == '\n' ? 1 : 0;
        }
        if (before < stored / 2 && count >= stored / 2) {
          heap.add(live(service));
        }
      }
    }
    return count;
  }

  static long live(ServiceProcess service) {
    try {
      return Idle.liveBytes(service);
    } catch (IOException thrown) {
      throw new UncheckedIOException("the heap could not be measured", thrown);
    }
  }

  static String name(long n) {
    return GIVEN[(int) (n % 7)] + " " + FAMILY[(int) (n * 31 % 9)] + " " + Long.toString(n, 36);
  }

  static String email(long n) {
    var family = FAMILY[(int) (n * 17 % 9)].toLowerCase(java.util.Locale.ROOT);
    return family + "." + Long.toString(n, 36) + "@example" + n % 50 + ".org";
  }

  static String json(long n) {
    return "{\"name\":\""
        + name(n)
        + "\",\"email\":\""
        + email(n)
        + "\",\"type\":\""
        + type(n)
        + "\"}\n";
  }

  static String type(long n) {
    return TYPES[(int) (n % 3)];
  }

  static String csv(long n) {
    return name(n) + "," + email(n) + "," + type(n) + "\n";
  }
}
