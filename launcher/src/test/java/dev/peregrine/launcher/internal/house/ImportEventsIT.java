package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Server-sent events of imports. Each node has room for one stream, so whatever is not closed is
/// noticed by the next.
class ImportEventsIT {

  private static final int CHUNK = LateHouse.CHUNK;

  @TempDir private static Path home;
  @TempDir private static Path otherHome;
  private static LateHouse house;
  private static RunningHouse other;

  @BeforeAll
  static void open() {
    house = new LateHouse(home);
    other = house.another(otherHome);
  }

  @AfterAll
  static void close() {
    other.close();
    house.close();
  }

  /// The only place at either node is free, too, once it has heard of a stream that was closed.
  @BeforeEach
  void empty() {
    var ended = UUID.randomUUID();
    house.sql.run("insert into imports (id, state) values ('" + ended + "', 'done')");
    for (var api : List.of(house.api, other.api())) {
      house.await(() -> api.get(LateHouse.path(ended) + "/events").status() == 200);
    }
    house.empty();
  }

  /// A client that listens until the server ends the stream.
  private static final class Listener implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader lines;

    Listener(Web api, String path, String... headers) throws IOException {
      socket = new Socket(api.address().getHost(), api.address().getPort());
      socket.setSoTimeout(60_000);
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var head = "GET " + path + "/events HTTP/1.1\r\nHost: localhost\r\n";
      var more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      socket.getOutputStream().write((head + more + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Returns the next event; null after the last.
    JsonObject next() throws IOException {
      for (var line = lines.readLine();
          line != null && !line.equals("0");
          line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          return new JsonObject(line.substring("data: ".length()));
        }
      }
      return null;
    }

    List<JsonObject> rest() throws IOException {
      var all = new ArrayList<JsonObject>();
      for (var event = next(); event != null; event = next()) {
        all.add(event);
      }
      return all;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String begin(int lines) {
    return house.send("", ImportSender.lines(lines)).header("Location");
  }

  private static String lastId(Reply events) {
    return events.body().replaceAll("(?s).*\\nid: (\\S+)\\n.*|^id: (\\S+)\\n.*", "$1$2");
  }

  @Test
  void who_listens_hears_how_it_goes_on_and_the_end_on_any_node() throws IOException {
    var held = house.holdCustomers();
    var path = begin(CHUNK * 2 + 50);
    try (var here = new Listener(house.api, path);
        var there = new Listener(other.api(), path)) {
      assertThat(here.next().getString("state")).isEqualTo("running");
      assertThat(there.next().getInteger("received")).isEqualTo(CHUNK * 2 + 50);

      held.close();

      for (var events : List.of(here.rest(), there.rest())) {
        assertThat(events).extracting(event -> event.getInteger("imported")).isSorted();
        assertThat(events.getLast().getString("state")).isEqualTo("done");
        assertThat(events.getLast().getInteger("imported")).isEqualTo(CHUNK * 2 + 50);
      }
    }
  }

  @Test
  void who_comes_late_hears_the_end_and_who_heard_it_need_not_come_back() {
    var path = begin(3);
    var done = house.awaitEnd(path);

    var late = house.api.get(path + "/events");
    var again = house.api.get(path + "/events", "Last-Event-ID", lastId(late));
    var strange = house.api.get(path + "/events", "Last-Event-ID", "running-1-2");

    assertThat(late.status()).isEqualTo(200);
    assertThat(late.header("Content-Type")).startsWith("text/event-stream");
    assertThat(late.body()).contains("event: progress\n", "data: " + done.encode() + "\n\n");
    assertThat(again.status()).as(late.body()).isEqualTo(204);
    assertThat(strange.body()).contains("data: " + done.encode());
  }

  @Test
  void who_comes_back_while_it_runs_hears_only_what_is_new() throws IOException {
    var held = house.holdCustomers();
    var path = begin(3);
    String id;
    try (var first = new Listener(house.api, path)) {
      assertThat(first.next().getString("state")).isEqualTo("running");
      var at =
          house.sql.texts(
              "select to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                  + " from imports");
      var instant = java.time.Instant.parse(at.getFirst());
      id = "running-" + instant.getEpochSecond() + "-" + instant.getNano();
    }

    try (var second = new Listener(other.api(), path, "Last-Event-ID: " + id)) {
      held.close();

      assertThat(second.next().getInteger("imported")).isEqualTo(3);
      assertThat(second.rest())
          .allSatisfy(event -> assertThat(event.getString("state")).isEqualTo("done"));
    }
  }

  @Test
  void a_stream_that_is_closed_gives_its_place_back_and_nobody_gets_one_too_many()
      throws IOException {
    var held = house.holdCustomers();
    var path = begin(3);
    try (var first = new Listener(house.api, path)) {
      assertThat(first.next()).isNotNull();
      assertThat(house.api.get(path + "/events").status()).isEqualTo(503);
    }

    house.await(() -> {
      try (var next = new Listener(house.api, path)) {
        return next.next() != null;
      }
    });
    held.close();
    house.awaitEnd(path);
  }

  @Test
  void an_import_that_is_forgotten_meanwhile_ends_its_stream() throws IOException {
    var id = UUID.randomUUID();
    house.sql.run("insert into imports (id, state) values ('" + id + "', 'running')");
    try (var listener = new Listener(house.api, LateHouse.path(id))) {
      assertThat(listener.next()).isNotNull();

      house.sql.run("delete from imports");

      assertThat(listener.rest()).isEmpty();
    }
  }

  @Test
  void of_an_import_that_is_none_nothing_is_told() {
    assertThat(house.api.get(LateHouse.path(UUID.randomUUID()) + "/events").status())
        .isEqualTo(404);
    assertThat(house.api.get("/api/v1/imports/none/events").status()).isEqualTo(404);
    assertThat(house.api.get(LateHouse.path(UUID.randomUUID()) + "/events?x=1").status())
        .isEqualTo(400);
  }
}
