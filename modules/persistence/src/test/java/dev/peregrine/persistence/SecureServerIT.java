package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.testkit.OwnServers;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server that takes nobody without TLS and a password; the wait for it is long, so whatever is
/// refused here is refused without one.
@ExtendWith(VertxExtension.class)
class SecureServerIT {

  private static final Statement TLS =
      Statement.read("test.tls", "select ssl from pg_stat_ssl where pid = pg_backend_pid()");
  private static final Duration PATIENCE = Duration.ofHours(1);

  @TempDir private static Path directory;

  private static EmbeddedPostgres server;
  private static Certificate own;
  private static Certificate strange;

  @BeforeAll
  static void serve() throws IOException, SQLException {
    own = Certificate.of(directory, "ip:127.0.0.1");
    strange = Certificate.of(directory, "ip:127.0.0.1");
    var home = directory.resolve("postgres");
    server = OwnServers.hastyPostgres(home);
    try (var connection = DriverManager.getConnection(server.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("create role ann superuser login password 'open, sesame'");
    }
    server.stop();
    var data = home.resolve("data");
    Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "ssl = on\nssl_cert_file = '%s'\nssl_key_file = '%s'\n"
            .formatted(own.certificate(), own.key()),
        StandardOpenOption.APPEND);
    server.restart();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void both_clients_log_in_by_scram_over_tls_when_the_server_is_who_it_says(Vertx vertx) {
    var uri = uri("ann:open%2C%20sesame", "?sslmode=verify-full&sslrootcert=" + own.certificate());

    assertThat(Migrations.apply(uri, PATIENCE, "persistence")).isPositive();

    var database = Database.open(vertx, DatabaseConfig.defaults(), uri, List.of());
    var rows = await(database.execute(TLS, Tuple.tuple(), soon()));
    assertThat(rows.iterator().next().getBoolean("ssl")).isTrue();
    await(database.close());
  }

  @Test
  void nothing_is_said_to_a_server_that_nobody_vouches_for(Vertx vertx) {
    for (var trusted : List.of("&sslrootcert=" + strange.certificate(), "")) {
      var uri = uri("ann:open%2C%20sesame", "?sslmode=verify-full" + trusted);
      var database = Database.open(vertx, DatabaseConfig.defaults(), uri, List.of());

      assertThatThrownBy(() -> Migrations.apply(uri, PATIENCE, "persistence"))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("look at sslmode and sslrootcert in peregrine.postgres.primary")
          .hasMessageNotContaining("sesame");
      assertThatThrownBy(() -> await(database.execute(TLS, Tuple.tuple(), soon())))
          .isInstanceOfSatisfying(
              BusFailure.class,
              refused ->
                  assertThat(refused.kind())
                      .as(String.valueOf(refused.getCause()))
                      .isEqualTo(FailureKind.UNAVAILABLE));
      await(database.close());
    }
  }

  @Test
  void a_server_of_another_name_is_refused_with_verify_full_alone() {
    var elsewhere =
        URI.create(
            "postgresql://ann:open%2C%20sesame@localhost:"
                + server.port()
                + "/peregrine?sslrootcert="
                + own.certificate()
                + "&sslmode=");

    assertThatThrownBy(
            () -> Migrations.apply(with(elsewhere, "verify-full"), PATIENCE, "persistence"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("look at sslmode");
    assertThat(Migrations.apply(with(elsewhere, "verify-ca"), PATIENCE, "persistence"))
        .isNotNegative();
  }

  @ParameterizedTest
  @CsvSource({
    "ann:wrong, ?sslmode=require, user",
    "nobody:wrong, ?sslmode=require, user",
    "ann:open%2C%20sesame, ?sslmode=disable, pg_hba.conf",
    "ann:open%2C%20sesame, ?sslmode=verify-full&sslrootcert=/nowhere/ca.pem, /nowhere/ca.pem",
    "ann:open%2C%20sesame, ?sslmode=verify-full, sslrootcert",
  })
  void what_does_not_fit_ends_the_start_at_once_and_says_why(
      String login, String options, String expected) {
    assertThatThrownBy(() -> Migrations.apply(uri(login, options), PATIENCE, "persistence"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("cannot be used")
        .hasMessageContaining(expected)
        .hasMessageNotContaining("sesame");
  }

  @Test
  void a_server_without_tls_is_refused_where_tls_is_asked_for() {
    var plain = Servers.postgres().uri() + "?sslmode=verify-full";

    assertThatThrownBy(() -> Migrations.apply(URI.create(plain), PATIENCE, "persistence"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("does not support SSL")
        .hasMessageContaining("look at sslmode");
  }

  private static URI uri(String login, String options) {
    return URI.create(
        "postgresql://" + login + "@127.0.0.1:" + server.port() + "/peregrine" + options);
  }

  private static URI with(URI start, String mode) {
    return URI.create(start + mode);
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(10));
  }
}
