package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Entity tags, conditions and codings.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CachingIT {

  private static final String LONG = "\"" + "long ".repeat(1_000) + "\"";
  private static final Answer TAGGED =
      Answer.json(200, Buffer.buffer(LONG))
          .withEntityTag("7")
          .with("Cache-Control", "private, max-age=5");

  private EdgeServer server;

  @BeforeAll
  void open() {
    server =
        new EdgeServer(
            EdgeServer.config(),
            table ->
                table
                    .add(
                        Route.get(
                            "/long", Access.PUBLIC, request -> Future.succeededFuture(TAGGED)))
                    .add(Route.get("/short", Access.PUBLIC, request -> json("\"short\"", "8")))
                    .add(Route.get("/image", Access.PUBLIC, request -> image()))
                    .add(Route.put("/long", Access.PUBLIC, CachingIT::replace)));
  }

  @AfterAll
  void close() {
    server.close();
  }

  private static Future<Answer> json(String body, String tag) {
    return Future.succeededFuture(Answer.json(200, Buffer.buffer(body)).withEntityTag(tag));
  }

  private static Future<Answer> image() {
    return Future.succeededFuture(Answer.of(200, "image/png", Buffer.buffer(new byte[4_000])));
  }

  private static Future<Answer> replace(Request request) {
    return Future.succeededFuture(Answer.empty(request.ifMatch().matches("7") ? 200 : 412));
  }

  @Test
  void a_long_text_is_coded_for_whoever_takes_it_and_has_a_tag_of_its_own() throws IOException {
    var request = server.to("/long").header("Accept-Encoding", "gzip");
    var answer = server.send(request, BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(answer.headers().firstValue("etag")).hasValue("\"7-gzip\"");
    assertThat(answer.headers().firstValue("vary")).hasValue("accept-encoding");
    assertThat(answer.headers().firstValue("cache-control")).hasValue("private, max-age=5");
    assertThat(answer.body().length).isLessThan(500);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(LONG);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "br"})
  void each_coding_has_its_bytes_and_its_tag(String coding) throws IOException {
    var request = server.to("/long").header("Accept-Encoding", "gzip;q=0.9, " + coding);
    var answer = server.send(request, BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("content-encoding")).hasValue(coding);
    assertThat(answer.headers().firstValue("etag")).hasValue("\"7-" + coding + "\"");
    assertThat(answer.body().length).isLessThan(500);
    try (var in = decoding(coding, new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(LONG);
    }
  }

  private static InputStream decoding(String coding, InputStream in) throws IOException {
    return coding.equals("br") ? new BrotliInputStream(in) : new ZstdInputStream(in);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identity",
        "deflate",
        "*;q=0.5, identity",
        "gzip;q=0",
        "gzip;q=0.1, identity",
        "garbage;;"
      })
  void who_does_not_take_it_gets_it_as_it_is(String acceptEncoding) {
    var answer = server.get("/long", "Accept-Encoding", acceptEncoding);

    assertThat(answer.body()).isEqualTo(LONG);
    assertThat(answer.headers().firstValue("etag")).hasValue("\"7\"");
    assertThat(answer.headers().firstValue("vary")).hasValue("accept-encoding");
  }

  @Test
  void short_texts_and_images_are_sent_as_they_are() {
    var text = server.get("/short", "Accept-Encoding", "gzip");
    var image = server.get("/image", "Accept-Encoding", "gzip");

    assertThat(text.body()).isEqualTo("\"short\"");
    assertThat(image.headers().firstValue("content-encoding")).isEmpty();
    assertThat(image.headers().firstValue("vary")).isEmpty();
  }

  @Test
  void who_refuses_every_coding_is_refused() {
    assertThat(server.get("/short", "Accept-Encoding", "identity;q=0, *;q=0").statusCode())
        .isEqualTo(406);
    assertThat(server.get("/nowhere", "Accept-Encoding", "identity;q=0, *;q=0").statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"7\"", "W/\"7\"", "\"7-gzip\"", "\"7-br\"", "W/\"7-zstd\"", "\"x\", \"7\"", "*"})
  void a_client_that_knows_it_is_not_told_again(String tags) {
    var answer = server.get("/long", "If-None-Match", tags);

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("etag")).hasValue("\"7\"");
    assertThat(answer.headers().firstValue("vary")).hasValue("accept-encoding");
    assertThat(answer.headers().firstValue("cache-control")).hasValue("private, max-age=5");
    assertThat(answer.headers().firstValue("content-type")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"8\"", "7", "garbage", "\"7"})
  void a_client_that_knows_another_is_told(String tags) {
    assertThat(server.get("/long", "If-None-Match", tags).statusCode()).isEqualTo(200);
  }

  @Test
  void head_has_the_length_and_the_condition_of_get() {
    var head =
        server.send(
            server
                .to("/long")
                .header("Accept-Encoding", "gzip")
                .method("HEAD", BodyPublishers.noBody()));
    var known =
        server.send(
            server
                .to("/long")
                .header("If-None-Match", "\"7\"")
                .method("HEAD", BodyPublishers.noBody()));

    assertThat(head.headers().firstValue("etag")).hasValue("\"7-gzip\"");
    assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isBetween(1L, 500L);
    assertThat(known.statusCode()).isEqualTo(304);
  }

  @Test
  void a_write_compares_strongly_and_ignores_the_coding() {
    assertThat(put("\"7-gzip\"")).isEqualTo(200);
    assertThat(put("\"7-zstd\"")).isEqualTo(200);
    assertThat(put("\"8-br\", garbage, \"7-br\"")).isEqualTo(200);
    assertThat(put("7-br")).isEqualTo(412);
    assertThat(put("W/\"7\"")).isEqualTo(412);
    assertThat(put("\"6\"")).isEqualTo(412);
  }

  private int put(String ifMatch) {
    var request = server.to("/long").header("Content-Type", "application/json");
    return server
        .send(request.header("If-Match", ifMatch).PUT(BodyPublishers.ofString("{}")))
        .statusCode();
  }
}
