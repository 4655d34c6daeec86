package dev.peregrine.perf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.peregrine.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;

/// What a service holds on to while nobody asks for anything.
///
/// @param liveBytes of the heap, after a full collection
/// @param openFiles descriptors, sockets included
/// @param postgresConnections that it has open
/// @param redisConnections that it has open
/// @param cpuSeconds used since its start
record Idle(
    long liveBytes,
    long openFiles,
    long postgresConnections,
    long redisConnections,
    double cpuSeconds) {

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern FILES = Pattern.compile("(?m)^process_files_open_files (\\S+)");
  private static final Pattern CPU = Pattern.compile("(?m)^process_cpu_time_ns_total (\\S+)");
  private static final Pattern CLIENTS = Pattern.compile("connected_clients:(\\d+)");
  private static final Duration SETTLED = Duration.ofSeconds(30);

  private static final String POSTGRES_CLIENTS =
      "select count(*) from pg_stat_activity where backend_type = 'client backend'"
          + " and pid <> pg_backend_pid()";
  private static final String MAIL_UNDER_WAY = "select count(*) from outbox where state = 0";

  /// Measures, when mail is sent and the descriptors stay the same; after half a minute anyway.
  static Idle of(ServiceProcess service) throws Exception {
    var readings = new long[] {-1, -2};
    var end = System.nanoTime() + SETTLED.toNanos();
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(SETTLED.plusSeconds(10))
        .until(() -> {
          readings[1] = readings[0];
          readings[0] = (long) number(FILES, metrics(service));
          var quiet = readings[0] == readings[1] && count(service, MAIL_UNDER_WAY) == 0;
          return quiet || System.nanoTime() > end;
        });
    var liveBytes = liveBytes(service);
    var metrics = metrics(service);
    return new Idle(
        liveBytes,
        (long) number(FILES, metrics),
        postgresConnections(service),
        (long) number(CLIENTS, redisClients(service.home().redis())) - 1,
        number(CPU, metrics) / 1e9);
  }

  /// Returns what is alive in the heap of a service, after a full collection, whatever it does.
  static long liveBytes(ServiceProcess service) throws IOException {
    return (long) number(TOTAL, histogram(service.pid()));
  }

  static long postgresConnections(ServiceProcess service) throws SQLException {
    return count(service, POSTGRES_CLIENTS);
  }

  /// Returns the single number that a query finds in the service's database.
  static long count(ServiceProcess service, String query) throws SQLException {
    var uri = EmbeddedPostgres.running(service.home().postgres()).orElseThrow();
    var url = "jdbc:postgresql://127.0.0.1:" + uri.getPort() + uri.getPath() + "?user=postgres";
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String metrics(ServiceProcess service) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(service.ops().resolve("/metrics")).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  /// Collects all garbage first, for it counts what is alive.
  private static String histogram(long pid) throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private static String redisClients(URI redis) throws IOException {
    try (var socket = new Socket(redis.getHost(), redis.getPort())) {
      socket.getOutputStream().write("INFO clients\r\nQUIT\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static double number(Pattern pattern, String text) {
    var found = pattern.matcher(text);
    if (!found.find()) {
      throw new AssertionError(pattern + ": not in " + text);
    }
    return Double.parseDouble(found.group(1));
  }
}
