package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// By which names a server is called that asks nobody for a token.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostNamesIT {

  private EdgeServer server;

  @BeforeAll
  void open() {
    server =
        new EdgeServer(
            EdgeServer.config(),
            table ->
                table.add(
                    Route.get(
                        "/",
                        Access.PUBLIC,
                        request ->
                            Future.succeededFuture(Answer.json(200, Buffer.buffer("\"mail\""))))));
  }

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8080",
        "localhost:",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.1.2.3",
        "[::1]",
        "[::1]:9080",
        "[0:0:0:0:0:0:0:1]:1",
      })
  void a_name_of_this_machine_is_answered(String host) {
    assertThat(ask(host)).startsWith("HTTP/1.1 200 ").endsWith("\"mail\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1:80.evil.example",
        "localhost:80@evil.example",
        "localhost:evil",
        "0.0.0.0",
        "192.0.2.1:8080",
        "[::]",
        "[2001:db8::1]:8080",
        "[::1",
        "[::1]evil.example",
        "::1",
        "1270.0.0.1",
        "",
      })
  void any_other_is_refused_so_that_no_page_reads_what_its_name_was_pointed_at(String host) {
    assertThat(ask(host))
        .startsWith("HTTP/1.1 421 ")
        .contains("/problems/misdirected")
        .doesNotContain("mail");
  }

  @Test
  void a_good_name_makes_no_other_good() {
    assertThat(ask("localhost:1")).startsWith("HTTP/1.1 200 ");
    assertThat(ask("evil.example")).startsWith("HTTP/1.1 421 ");
  }

  @Test
  void who_says_no_name_in_http_1_0_is_no_browser() {
    assertThat(server.raw("GET / HTTP/1.0\r\n\r\n")).contains(" 200 ");
  }

  private String ask(String host) {
    return server.raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }
}
