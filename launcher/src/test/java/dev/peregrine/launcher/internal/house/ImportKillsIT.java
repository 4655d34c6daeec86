package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that are killed while lines come, one after the other; the sender goes on at the next.
///
/// `-Dimport.kills=10 -Dimport.lines=1000000` takes longer, `-Dimport.seed` says where they are
/// killed.
class ImportKillsIT {

  private static final int KILLS = Integer.getInteger("import.kills", 3);
  private static final int LINES = Integer.getInteger("import.lines", 20_000);
  private static final long SEED = Long.getLong("import.seed", 2026);
  private static final int CHUNK = Math.min(2_000, LINES / 100);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String PARTIAL = "application/partial-upload";

  private @TempDir Path home;

  private final URI database = Servers.postgres().freshDatabase();
  private final String key = UUID.randomUUID().toString();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Tag("chance")
  @Test
  void whoever_dies_every_line_is_written_once_and_none_is_sent_again() throws IOException {
    var file = written();
    var random = new Random(SEED);
    try (var sql = Sql.on(database);
        client) {
      for (var kill = 1; kill <= KILLS; kill++) {
        var least = LINES / (KILLS + 1) * (kill - 1) + CHUNK;
        var target = least + random.nextInt(LINES / (KILLS + 1) - CHUNK);
        sendUntilKilled(sql, file, kill, target);
        assertWhole(sql);
      }

      try (var last = node(KILLS + 1)) {
        assertThat(goOn(last, file, Long.MAX_VALUE, new CountDownLatch(0)).join().statusCode())
            .isEqualTo(200);
      }

      assertThat(sql.texts("select name || ' ' || email from customers order by 1"))
          .isEqualTo(ImportFile.customers(LINES));
      assertThat(sql.texts("select distinct line from import_refusals order by 1"))
          .isEqualTo(ImportFile.refused(LINES));
      assertThat(sql.texts("select state || received || ' ' || skipped from imports"))
          .as("a line that was sent again would have been skipped")
          .containsExactly("done" + LINES + " 0");
    }
  }

  private ImportNode node(int number) {
    return new ImportNode(home.resolve("node" + number), database, Servers.redis(), CHUNK);
  }

  /// Sends on as fast as lines are taken, some chunks further than where the node is killed.
  private void sendUntilKilled(Sql sql, Path file, int kill, int target) throws IOException {
    var killed = new CountDownLatch(1);
    try (var node = node(kill)) {
      var most = ImportFile.lines(target + 20 * CHUNK).length;
      var answer = goOn(node, file, most, killed);
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(LIMIT)
          .until(() -> sql.number("select coalesce(sum(settled_lines), 0) from imports") >= target);
      node.kill();
      killed.countDown();
      assertThat(answer).as("nobody answers").failsWithin(LIMIT);
    }
  }

  /// Sends from where the import stands; a chunk that is still being committed for a dead node
  /// moves that.
  private CompletableFuture<HttpResponse<String>> goOn(
      ImportNode node, Path file, long most, CountDownLatch killed) {
    var piece = new Piece(file, 0, most, killed);
    return send(node, "POST", IMPORT, piece).thenCompose(answer -> goOn(node, answer, piece));
  }

  private CompletableFuture<HttpResponse<String>> goOn(
      ImportNode node, HttpResponse<String> answer, Piece piece) {
    if (answer.statusCode() != 409) {
      return CompletableFuture.completedFuture(answer);
    }
    var path = answer.headers().firstValue("Link").orElseThrow().replaceAll("<(.*)>.*", "$1");
    var offset = Long.parseLong(answer.headers().firstValue("Upload-Offset").orElseThrow());
    return send(node, "PATCH", path, piece.from(offset))
        .thenCompose(next -> goOn(node, next, piece));
  }

  private CompletableFuture<HttpResponse<String>> send(
      ImportNode node, String method, String path, Piece piece) {
    var request =
        HttpRequest.newBuilder(node.api().address().resolve(path))
            .header("Content-Type", method.equals("PATCH") ? PARTIAL : NDJSON)
            .header(
                method.equals("PATCH") ? "Upload-Offset" : "Idempotency-Key",
                method.equals("PATCH") ? Long.toString(piece.offset()) : key)
            .expectContinue(true)
            .timeout(LIMIT)
            .method(method, BodyPublishers.ofInputStream(piece::open))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  /// Whatever was in flight when the node died is whole or absent, with its customers.
  private static void assertWhole(Sql sql) {
    var seen =
        sql.texts(
                "select settled_lines || ' ' || (select count(*) from customers) || ' ' || rejected"
                    + " from imports")
            .getFirst();
    var settled = Integer.parseInt(seen.substring(0, seen.indexOf(' ')));
    var customers = ImportFile.customers(settled).size();
    var refused = ImportFile.refused(settled).size();
    System.out.println("import: a node was killed at line " + settled);
    assertThat(settled % CHUNK).isZero();
    assertThat(seen).isEqualTo(settled + " " + customers + " " + refused);
  }

  private Path written() throws IOException {
    var file = home.resolve("customers.ndjson");
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (var n = 1; n <= LINES; n++) {
        out.write(ImportFile.line(n).getBytes(UTF_8));
      }
    }
    return file;
  }

  /// A part of a file.
  ///
  /// @param offset where it begins
  /// @param most where it stops until the node is killed, and breaks off then
  private record Piece(Path file, long offset, long most, CountDownLatch killed) {

    Piece from(long other) {
      return new Piece(file, other, most, killed);
    }

    InputStream open() {
      try {
        var channel = Files.newByteChannel(file).position(offset);
        return new FilterInputStream(Channels.newInputStream(channel)) {
          private long at = offset;

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            if (at >= most) {
              stop();
            }
            var count = super.read(into, from, (int) Math.min(length, most - at));
            at += Math.max(0, count);
            return count;
          }
        };
      } catch (IOException thrown) {
        throw new UncheckedIOException(thrown);
      }
    }

    private void stop() throws IOException {
      try {
        killed.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("there is nobody to send to");
    }
  }
}
