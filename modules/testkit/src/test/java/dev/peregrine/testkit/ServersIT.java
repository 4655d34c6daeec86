package dev.peregrine.testkit;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersIT {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void each_fresh_database_is_empty_and_of_its_own() {
    var first = await(PgConnection.connect(vertx, Servers.postgres().freshDatabase().toString()));
    var second = await(PgConnection.connect(vertx, Servers.postgres().freshDatabase().toString()));

    await(first.query("create table here (number int)").execute());

    var tables = "select count(*) from pg_tables where schemaname = 'public'";
    assertThat(await(first.query(tables).execute()).iterator().next().getLong(0)).isEqualTo(1);
    assertThat(await(second.query(tables).execute()).iterator().next().getLong(0)).isZero();
  }

  @Test
  void sql_goes_past_what_is_under_test_as_it_is() {
    var uri = Servers.postgres().freshDatabase();

    try (var sql = Sql.on(uri)) {
      sql.run(
          "create table here (number int, name text); insert into here values (1, null), (2,"
              + " '$1')");

      assertThat("/" + sql.text("select current_database()")).isEqualTo(uri.getPath());
      assertThat(sql.number("select sum(number) from here")).isEqualTo(3);
      assertThat(sql.texts("select number from here order by 1")).containsExactly("1", "2");
      assertThat(sql.rows("select * from here order by 1"))
          .containsExactly(Arrays.asList("1", null), List.of("2", "$1"));
      assertThatThrownBy(() -> sql.run("select * from nowhere"))
          .hasMessage("select * from nowhere")
          .hasRootCauseInstanceOf(SQLException.class);
    }
  }

  @Test
  void sql_says_where_there_is_no_database() {
    var nowhere = URI.create(Servers.postgres().freshDatabase() + "_not");

    assertThatThrownBy(() -> Sql.on(nowhere)).hasMessageContaining(nowhere.getPath());
  }

  @Test
  void statements_are_counted() {
    var server = await(PgConnection.connect(vertx, Servers.postgres().freshDatabase().toString()));

    await(server.query("create extension pg_stat_statements").execute());

    await(server.query("select * from pg_stat_statements limit 1").execute());
  }

  @Test
  void redis_answers() {
    var redis = Redis.createClient(vertx, Servers.redis().toString());

    var answer = await(redis.send(Request.cmd(Command.PING)));

    assertThat(answer.toString()).isEqualTo("PONG");
  }

  @Test
  void servers_of_a_tests_own_are_nobody_elses(@TempDir Path directory) {
    try (var postgres = OwnServers.postgres(directory.resolve("postgres"));
        var hasty = OwnServers.hastyPostgres(directory.resolve("hasty"));
        var redis = OwnServers.redis(directory.resolve("redis"))) {
      assertThat(List.of(postgres.uri(), hasty.uri())).doesNotContain(Servers.postgres().uri());
      assertThat(redis.uri()).isNotEqualTo(Servers.redis());
      assertThat(synchronousCommit(postgres.uri())).isEqualTo("on");
      assertThat(synchronousCommit(hasty.uri())).isEqualTo("off");
    }
  }

  private static String synchronousCommit(URI server) {
    try (var sql = Sql.on(server)) {
      return sql.text("show synchronous_commit");
    }
  }

  @Test
  void a_server_is_started_once() {
    assertThat(Servers.postgres().uri()).isEqualTo(Servers.postgres().uri());
    assertThat(Servers.redis()).isEqualTo(Servers.redis());
  }
}
