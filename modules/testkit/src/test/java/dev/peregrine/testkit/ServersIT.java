package dev.peregrine.testkit;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
  void jdbc_finds_a_database_too() throws SQLException {
    var uri = Servers.postgres().freshDatabase();

    try (var connection = DriverManager.getConnection(PostgresServer.jdbcUrl(uri))) {
      assertThat("/" + connection.getCatalog()).isEqualTo(uri.getPath());
    }
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
  void a_server_is_started_once() {
    assertThat(Servers.postgres().uri()).isEqualTo(Servers.postgres().uri());
    assertThat(Servers.redis()).isEqualTo(Servers.redis());
  }
}
