package dev.peregrine.perf;

import static dev.peregrine.testkit.Awaiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peregrine.embedded.EmbeddedPostgres;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/// Ways to bring rows into the table of customers with all its indexes and triggers, past the
/// service. Blocks.
final class ImportWays implements AutoCloseable {

  private static final String WRITE =
      """
      insert into customers (name, email, type)
      select name, email, type from %s
      order by lower(email), line on conflict (lower(email)) do nothing
      """;
  private static final String ARRAYS =
      WRITE.formatted(
          "unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as one (line, name, email,"
              + " type)");
  private static final String STAGED = WRITE.formatted("staged where line >= ? and line < ?");
  private static final int MERGED_ROWS = 50_000;
  private static final int COPY_BUFFER_BYTES = 64 << 10;

  private final URI postgres;
  private final Vertx vertx = Vertx.vertx();

  ImportWays(ServiceProcess service) {
    postgres = EmbeddedPostgres.running(service.home().postgres()).orElseThrow();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + postgres.getPort()
            + postgres.getPath()
            + "?user=postgres");
  }

  /// Empties the table, and has nothing left to be written from before.
  void empty() throws SQLException {
    run(
        "truncate customers cascade",
        "delete from outbox",
        "vacuum analyze customers",
        "checkpoint");
  }

  private void run(String... texts) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var text : texts) {
        statement.execute(text);
      }
    }
  }

  long stored() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from customers")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// One COPY as text, which is what `psql \copy` does.
  void copy(long count) throws SQLException, IOException {
    try (var connection = connect()) {
      var text = "copy customers (name, email, type) from stdin (format csv)";
      var lines = new Lines(0, count, BulkRun::csv, () -> {});
      var _ = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(text, lines);
    }
  }

  /// Tells whether there is a `psql` on this machine.
  static boolean psqlIsThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "psql")));
  }

  /// The same by `psql` itself.
  void psql(long count) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                "psql",
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "postgresql://postgres@127.0.0.1:" + postgres.getPort() + postgres.getPath(),
                "-c",
                "\\copy customers (name, email, type) from pstdin (format csv)")
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    try (var out = process.getOutputStream();
        var lines = new Lines(0, count, BulkRun::csv, () -> {})) {
      var _ = lines.transferTo(out);
    }
    if (process.waitFor() != 0) {
      throw new IOException("psql ended with " + process.exitValue());
    }
  }

  /// COPY in the binary format into a table without log and indexes, then many rows a statement.
  void stage(long count) throws SQLException, IOException {
    run(
        "drop table if exists staged",
        "create unlogged table staged (line bigint, name text, email text, type text)");
    try (var connection = connect()) {
      copyBinary(connection, count);
      try (var merge = connection.prepareStatement(STAGED)) {
        for (var from = 0L; from < count; from += MERGED_ROWS) {
          merge.setLong(1, from);
          merge.setLong(2, from + MERGED_ROWS);
          var _ = merge.executeUpdate();
        }
      }
    }
    run("drop table staged");
  }

  private static void copyBinary(Connection connection, long count)
      throws SQLException, IOException {
    var copy =
        new PGCopyOutputStream(
            connection.unwrap(PGConnection.class),
            "copy staged from stdin (format binary)",
            COPY_BUFFER_BYTES);
    try (var out = new DataOutputStream(copy)) {
      out.write("PGCOPY\n".getBytes(UTF_8));
      out.write(new byte[] {(byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0});
      for (var n = 0L; n < count; n++) {
        out.writeShort(4);
        out.writeInt(Long.BYTES);
        out.writeLong(n);
        for (var text : new String[] {BulkRun.name(n), BulkRun.email(n), BulkRun.type(n)}) {
          var bytes = text.getBytes(UTF_8);
          out.writeInt(bytes.length);
          out.write(bytes);
        }
      }
      out.writeShort(-1);
    }
  }

  /// Single inserts that are sent many at a time.
  void batch(long count, int rows) throws SQLException {
    var text = "insert into customers (name, email, type) values (?, ?, ?) on conflict do nothing";
    try (var connection = connect();
        var insert = connection.prepareStatement(text)) {
      connection.setAutoCommit(false);
      for (var n = 0L; n < count; n++) {
        insert.setString(1, BulkRun.name(n));
        insert.setString(2, BulkRun.email(n));
        insert.setString(3, BulkRun.type(n));
        insert.addBatch();
        if ((n + 1) % rows == 0 || n + 1 == count) {
          var _ = insert.executeBatch();
          connection.commit();
        }
      }
    }
  }

  /// Arrays, a statement for so many rows, as the service does it.
  ///
  /// @param writers each with a connection and a part of the rows
  void arrays(long count, int rows, int writers) {
    var parts =
        LongStream.range(0, writers)
            .mapToObj(part ->
                CompletableFuture.runAsync(
                    () -> arrays(count * part / writers, count * (part + 1) / writers, rows)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(parts).join();
  }

  private void arrays(long from, long end, int rows) {
    var options =
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(postgres.getPort())
            .setDatabase(postgres.getPath().substring(1))
            .setUser("postgres")
            .setCachePreparedStatements(true);
    var connection = await(PgConnection.connect(vertx, options));
    for (var next = from; next < end; next += rows) {
      var numbers = LongStream.range(next, Math.min(end, next + rows)).boxed().toList();
      var parameters =
          Tuple.tuple()
              .addArrayOfLong(numbers.toArray(Long[]::new))
              .addArrayOfString(texts(numbers.stream(), BulkRun::name))
              .addArrayOfString(texts(numbers.stream(), BulkRun::email))
              .addArrayOfString(texts(numbers.stream(), BulkRun::type));
      var _ = await(connection.preparedQuery(ARRAYS).execute(parameters));
    }
    await(connection.close());
  }

  private static String[] texts(Stream<Long> numbers, LongFunction<String> text) {
    return numbers.map(text::apply).toArray(String[]::new);
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
