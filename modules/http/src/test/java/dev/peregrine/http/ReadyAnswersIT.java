package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What an answer that is kept ready costs, counted: it is written once, and compressed once for
/// each coding, by whatever event loop it is given.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadyAnswersIT {

  private static final List<String> CODINGS = List.of("zstd", "br", "gzip", "identity");

  private final AtomicInteger made = new AtomicInteger();
  private final Thing thing = new Thing("\"" + "long ".repeat(1_000) + "\"");
  private final ReadyAnswers<Thing> ready =
      new Responses(ResponsesConfig.defaults(), ResponseStats.NONE).kind("thing", this::show);
  private EdgeServer server;

  private record Thing(String text) {}

  @BeforeAll
  void open() {
    server =
        new EdgeServer(
            EdgeServer.config(),
            table ->
                table.add(
                    Route.get(
                        "/thing",
                        Access.PUBLIC,
                        request -> Future.succeededFuture(ready.of(thing).with("Age", "1")))));
  }

  @AfterAll
  void close() {
    server.close();
  }

  private Answer show(Thing entity) {
    made.incrementAndGet();
    return Answer.json(200, Buffer.buffer(entity.text())).withEntityTag("7");
  }

  @Test
  void it_is_made_once_and_compressed_once_for_each_coding() {
    for (var round = 0; round < 20; round++) {
      for (var coding : CODINGS) {
        var request = server.to("/thing").header("Accept-Encoding", coding);
        var answer = server.send(request, BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-encoding").orElse("identity"))
            .isEqualTo(coding);
        assertThat(answer.headers().firstValue("age")).hasValue("1");
      }
    }

    assertThat(made).hasValue(1);
    assertThat(server.compressed).containsExactlyInAnyOrder("zstd", "br", "gzip");
  }

  @Test
  void a_client_that_has_it_costs_no_compression() {
    var before = server.compressed.size();

    var answer = server.get("/thing", "Accept-Encoding", "br", "If-None-Match", "\"7-br\"");

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.headers().firstValue("etag")).hasValue("\"7-br\"");
    assertThat(server.compressed.size()).isEqualTo(before);
  }
}
