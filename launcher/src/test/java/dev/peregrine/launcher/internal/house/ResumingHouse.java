package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.FaultProxy;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A house with room for one import at a time, behind a network to Postgres that can fail.
final class ResumingHouse implements AutoCloseable {

  static final int CHUNK = 100;

  private static final Duration SOON = Duration.ofMinutes(1);

  private final URI database = Servers.postgres().freshDatabase();
  private final FaultProxy network = FaultProxy.to(database);
  private final Sql sql;
  private final RunningHouse house;

  ResumingHouse(Path home) {
    house = RunningHouse.start(home, config(network.through(database)));
    sql = Sql.on(database);
  }

  /// Returns the configuration of another node on the same database.
  PeregrineConfig config() {
    return config(database);
  }

  private static PeregrineConfig config(URI postgres) {
    var usual = RunningHouse.on(postgres, Servers.redis());
    var one = Knobs.with(usual.customers().bulk(), "imports", 1);
    var bulk = Knobs.with(one, "chunkRows", CHUNK);
    return RunningHouse.with(usual, Knobs.with(usual.customers(), "bulk", bulk));
  }

  Web api() {
    return house.api();
  }

  FaultProxy network() {
    return network;
  }

  Sql sql() {
    return sql;
  }

  void empty() {
    await(() -> sql.number("select count(*) from imports where state = 'running'") == 0);
    sql.run("delete from customers");
    sql.run("delete from imports");
  }

  Reply load(String query, byte[] body) {
    return ImportIT.send(api(), query, NDJSON, body);
  }

  Reply resume(String path, long offset, byte[] body) {
    return patch(path, body, "Upload-Offset", Long.toString(offset));
  }

  Reply patch(String path, byte[] body, String... headers) {
    var all =
        Stream.concat(Stream.of("Content-Type", "application/partial-upload"), Stream.of(headers));
    return api().send("PATCH", path, BodyPublishers.ofByteArray(body), all.toArray(String[]::new));
  }

  /// Sends the first lines of a file and leaves when those of the first chunk are settled.
  ///
  /// @return the path of the import
  String breakOff(byte[] file, int lines) throws IOException {
    String path;
    try (var sender = new ImportSender(api(), "")) {
      sender.send(new String(file, 0, ImportFile.lines(lines).length, UTF_8));
      path = awaitSettled();
    }
    awaitState(path, "failed");
    return path;
  }

  /// Waits until a chunk is settled.
  ///
  /// @return the path of the import
  String awaitSettled() {
    await(() -> sql.number("select coalesce(sum(settled_lines), 0) from imports") > 0);
    return path();
  }

  /// Returns the path of the only import.
  String path() {
    return "/api/v1/imports/" + sql.texts("select id from imports").getFirst();
  }

  long offset(String path) {
    return api().get(path).json().getJsonObject("resumeAt").getLong("offset");
  }

  List<Long> offsets() {
    return sql.texts("select settled_bytes from imports").stream().map(Long::valueOf).toList();
  }

  void awaitState(String path, String state) {
    await(() -> api().get(path).json().getString("state").equals(state));
  }

  List<String> customers() {
    return sql.texts("select name || ' ' || email from customers order by 1");
  }

  List<String> refused() {
    return sql.texts("select distinct line from import_refusals order by line");
  }

  void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(SOON).until(condition);
  }

  @Override
  public void close() {
    sql.close();
    house.close();
    network.close();
  }
}
