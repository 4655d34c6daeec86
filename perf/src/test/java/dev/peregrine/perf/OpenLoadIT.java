package dev.peregrine.perf;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.testkit.TestVertx;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An open load asks when people would, whatever the service does; and says what came of it.
class OpenLoadIT {

  private static final int HELD = 25;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static OpenLoadResult against(Handler<HttpServerRequest> service) {
    try (var vertx = TestVertx.create()) {
      var server = await(vertx.vertx().createHttpServer().requestHandler(service).listen(0));
      var target = URI.create("http://127.0.0.1:" + server.actualPort());
      var load = new LoadDriver(new LoadPlan(target, HELD + 16, 1, 1));
      try {
        assertThat(await(load.prepare()).faults()).isEmpty();
        return await(load.offer(LoadScenario.STEADY, 100, SECOND));
      } finally {
        await(load.close());
      }
    }
  }

  /// Answers as the service does, for one customer.
  private static void answer(HttpServerRequest request) {
    var method = request.method().name();
    var _ =
        request
            .body()
            .onSuccess(sent -> {
              var response = request.response().putHeader("etag", "\"1\"");
              if (method.equals("POST")) {
                response.setStatusCode(201).end(sent.toJsonObject().put("id", 1).toBuffer());
              } else if (method.equals("PUT")) {
                response.setStatusCode(412).end("{}");
              } else if (request.query() != null) {
                response.end("{\"items\":[{}],\"nextCursor\":null}");
              } else {
                response.setStatusCode(503).putHeader("retry-after", "1").end("{}");
              }
            });
  }

  /// A closed load would never ask again: nobody has been answered.
  @Test
  void it_goes_on_asking_a_service_that_does_not_answer() {
    List<HttpServerRequest> held = new ArrayList<>();

    var result =
        against(request -> {
          if (held.size() < HELD && request.method().name().equals("GET")) {
            held.add(request.pause());
            if (held.size() == HELD) {
              held.forEach(one -> answer(one.resume()));
            }
          } else {
            answer(request);
          }
        });

    assertThat(held).hasSize(HELD);
    assertThat(result.due()).isGreaterThan(50);
    assertThat(result.total().answers()).isEqualTo(result.due());
  }

  @Test
  void who_was_turned_away_is_counted_apart() {
    var result = against(OpenLoadIT::answer);

    assertThat(result.total().faults()).isEmpty();
    assertThat(result.total().turnedAway()).isPositive();
    assertThat(result.good() + result.total().turnedAway()).isEqualTo(result.due());
    assertThat(result.neverSent()).isZero();
  }

  @Test
  void a_cut_connection_is_a_fault_of_its_moment() {
    var seen = new CopyOnWriteArrayList<String>();

    var result =
        against(request -> {
          if (request.method().name().equals("GET")) {
            seen.add(request.uri());
          }
          if (seen.size() == 10) {
            var _ = request.connection().close();
          } else {
            answer(request);
          }
        });

    assertThat(result.total().faults()).isNotEmpty();
    assertThat(result.moments().stream().mapToLong(OpenLoadResult.Moment::faults).sum())
        .isPositive();
  }

  @Test
  void the_command_writes_a_report_and_a_page(@TempDir Path directory) throws Exception {
    var report = directory.resolve("new/steady.html");
    var page = directory.resolve("results/steady.md");
    try (var vertx = TestVertx.create()) {
      var server =
          await(vertx.vertx().createHttpServer().requestHandler(OpenLoadIT::answer).listen(0));
      var url = "http://127.0.0.1:" + server.actualPort();

      var run =
          Run.of(
              "load --rate 50 --seconds 1 --url %s --report %s --write %s"
                  .formatted(url, report, page)
                  .split(" ", -1));

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).contains("requests due").contains(report.toString());
    }
    assertThat(Files.readString(report))
        .startsWith("<!doctype html>")
        .contains("Latency of all answers", "turned away", "GET one")
        .doesNotContain("http://www", "<script");
    assertThat(Files.readString(page))
        .startsWith("# Load: steady\n")
        .contains("./peregrine load steady --rate 50 --seconds 1", "| GET one |", "\nNone.\n")
        .containsPattern("(?m)^\\| 0 \\| \\d+ \\| \\d+ \\|");
  }

  @Test
  void a_command_that_cannot_be_is_refused() {
    assertThat(Run.of("load", "calm").code()).isEqualTo(64);
    assertThat(Run.of("load", "calm").err()).contains("steady, ramp or overload");
    assertThat(Run.of("load", "--url", "http://192.0.2.1:80").code()).isEqualTo(64);
    assertThat(Run.of("load", "--rate", "0", "--url", "http://127.0.0.1:1").code()).isEqualTo(64);
    assertThat(Run.of("compare", "--rounds", "1").code()).isEqualTo(64);
    assertThat(Run.of("lists", "--rounds", "1").code()).isEqualTo(64);
    assertThat(Run.of("lists", "--customers", "999").err()).contains("--customers: 1000 to");
    assertThat(Run.of("compare", "--variants", "absent.txt").err()).contains("absent.txt");
    assertThat(Run.of("compare", "--variants", "absent.txt").code()).isEqualTo(64);
  }

  @Test
  void a_service_that_is_not_there_is_told() {
    var run = Run.of("load", "--url", "http://127.0.0.1:1");

    assertThat(run.code()).isEqualTo(69);
    assertThat(run.err()).contains("http://127.0.0.1:1").contains("./peregrine run");
  }

  private record Run(int code, String out, String err) {

    static Run of(String... arguments) {
      var out = new StringWriter();
      var err = new StringWriter();
      var code =
          Main.commandLine()
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(arguments);
      return new Run(code, out.toString(), err.toString());
    }
  }
}
