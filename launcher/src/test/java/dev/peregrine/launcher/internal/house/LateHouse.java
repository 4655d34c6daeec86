package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.customers.BulkConfig;
import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A house for imports that are answered before they are written, with room for one that waits, and
/// a hand on the table that they are written to.
final class LateHouse implements AutoCloseable {

  static final int CHUNK = 100;
  static final int WAITING_LINES = 500;

  private static final Duration SOON = Duration.ofMinutes(1);

  final Sql sql;
  RunningHouse house;
  Web api;

  private final URI database = Servers.postgres().freshDatabase();

  LateHouse(Path home) {
    house = another(home);
    api = house.api();
    sql = Sql.on(database);
  }

  /// Starts another node on the same database.
  RunningHouse another(Path home) {
    return another(home, BulkConfig.defaults().chunkTimeout());
  }

  /// Starts another node on the same database.
  ///
  /// @param chunkTimeout its patience with one statement
  RunningHouse another(Path home, Duration chunkTimeout) {
    var usual = RunningHouse.on(database, Servers.redis());
    var patient = Knobs.with(usual.customers().bulk(), "chunkTimeout", chunkTimeout);
    var small = Knobs.with(patient, "chunkRows", CHUNK);
    var few = Knobs.with(Knobs.with(small, "waiting", 1), "waitingLines", WAITING_LINES);
    var http = Knobs.with(usual.http(), "eventStreams", 1);
    var customers = Knobs.with(usual.customers(), "bulk", few);
    return RunningHouse.start(home, RunningHouse.with(Knobs.with(usual, "http", http), customers));
  }

  /// Stops the node, lets go of the table when it takes no more requests, and starts another.
  void restart(Path home, Held held) {
    var address = api.address();
    var closing = CompletableFuture.runAsync(house::close);
    await(() -> !isReached(address));
    held.close();
    closing.join();
    assertThat(sql.number("select count(*) from imports where alive_until > now()")).isZero();
    house = another(home);
    api = house.api();
  }

  private static boolean isReached(URI address) {
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  void empty() {
    await(() -> sql.number("select count(*) from imports where state = 'running'") == 0);
    sql.run("delete from customers");
    sql.run("delete from imports");
    sql.run("delete from import_lines");
  }

  Reply send(String query, String body) {
    return send(api, query, body);
  }

  static Reply send(Web api, String query, String body) {
    var lines = BodyPublishers.ofString(body);
    return api.send(
        "POST", IMPORT + query, lines, "Content-Type", NDJSON, "Prefer", "respond-async, wait=1");
  }

  /// Lets nobody write customers until it is closed.
  Held holdCustomers() {
    var holder = Sql.on(database);
    holder.run("begin");
    holder.run("lock table customers in share mode");
    return new Held(holder);
  }

  /// Lets the handing over of an import take longer than this, until it is closed.
  AutoCloseable slowHandOver(Duration than) {
    sql.run(
        "create function hand_over_slowly() returns trigger language plpgsql as $$ begin perform"
            + " pg_sleep(%d); return new; end $$".formatted(than.toSeconds() + 1));
    sql.run(
        "create trigger slowly before update of policy on imports for each row execute function"
            + " hand_over_slowly()");
    return () -> sql.run("drop function hand_over_slowly cascade");
  }

  /// A table that is held.
  record Held(Sql holder) implements AutoCloseable {

    @Override
    public void close() {
      holder.close();
    }
  }

  /// Leaves an import as a node that died.
  ///
  /// @param values its policy, whether it is atomic, and how many lines it received
  /// @param lines how many wait
  UUID leave(String values, int lines) {
    var id = UUID.randomUUID();
    sql.run(
        "insert into imports (id, state, alive_until, policy, atomic, received) values ('"
            + id
            + "', 'running', now() - interval '1 second', "
            + values
            + ")");
    sql.run(
        "insert into import_lines (import_id, line, name, email, type) select '"
            + id
            + "', n, 'X', gen_random_uuid() || '@example.org', 'partner' from generate_series(1, "
            + lines
            + ") n");
    return id;
  }

  static String path(UUID importId) {
    return "/api/v1/imports/" + importId;
  }

  JsonObject awaitEnd(String path) {
    await(() -> !api.get(path).json().getString("state").equals("running"));
    return api.get(path).json();
  }

  List<Integer> counts(JsonObject progress) {
    return Stream.of("received", "imported", "updated", "skipped", "rejected")
        .map(progress::getInteger)
        .toList();
  }

  long customers() {
    return sql.number("select count(*) from customers");
  }

  long waiting() {
    return sql.number("select count(*) from import_lines");
  }

  void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(SOON).until(condition);
  }

  @Override
  public void close() {
    sql.close();
    house.close();
  }
}
