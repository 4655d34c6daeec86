package dev.peregrine.notifications;

import static dev.peregrine.testkit.Awaiting.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.Migrations;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.OutboxIds;
import dev.peregrine.testkit.PostgresServer;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A node with the notifications verticle, and the database behind it.
final class MailRig implements NotificationsStats, AutoCloseable {

  private static final URI SERVER = migrated();

  final AtomicInteger sent = new AtomicInteger();
  final AtomicInteger retried = new AtomicInteger();
  final AtomicInteger dead = new AtomicInteger();
  final AtomicInteger ambiguous = new AtomicInteger();
  final AtomicInteger leaseLost = new AtomicInteger();
  final AtomicInteger paused = new AtomicInteger();
  final AtomicInteger resumed = new AtomicInteger();
  final AtomicInteger claims = new AtomicInteger();
  final AtomicInteger stopping = new AtomicInteger();
  final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

  private final List<String> deployments = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx().exceptionHandler(uncaught::add);
  private final Database database =
      Database.open(vertx, DatabaseConfig.defaults(), SERVER, Outbox.STATEMENTS)
          .measuredBy((statement, kind, nanos) -> {
            if (statement.name().equals("outbox.claim")) {
              claims.incrementAndGet();
            }
          });
  final Outbox outbox = new Outbox(database, Bus.open(vertx, BusStats.NONE));

  private static URI migrated() {
    var server = Servers.postgres().freshDatabase();
    var applied = Migrations.apply(server, Duration.ofSeconds(30), "persistence");
    if (applied == 0) {
      throw new AssertionError("no schema");
    }
    return server;
  }

  static NotificationsConfig config(int port) {
    return NotificationsConfig.defaults().at("127.0.0.1", port);
  }

  static NotificationsConfig config(int port, Duration sendTimeout, Optional<String> login) {
    return new NotificationsConfig(
        Optional.of("127.0.0.1"),
        port,
        "no-reply@peregrine.example",
        "peregrine.example",
        8,
        Optional.empty(),
        login,
        login,
        Duration.ofSeconds(2),
        sendTimeout);
  }

  /// Deploys the verticle.
  ///
  /// @return its deployment id
  @CanIgnoreReturnValue
  String start(NotificationsConfig config) {
    var worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
    var id = await(vertx.deployVerticle(new Watched(config), worker));
    deployments.add(id);
    return id;
  }

  /// The verticle, counted when it has heard that it must stop.
  private final class Watched implements Deployable {
    private final NotificationsVerticle verticle;

    Watched(NotificationsConfig config) {
      this.verticle = new NotificationsVerticle(outbox, config, MailRig.this);
    }

    @Override
    public Future<?> deploy(Context context) throws Exception {
      return verticle.deploy(context);
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
      var stopped = verticle.undeploy(context);
      stopping.incrementAndGet();
      return stopped;
    }
  }

  Future<Void> undeploy(String deployment) {
    deployments.remove(deployment);
    return vertx.undeploy(deployment);
  }

  @CanIgnoreReturnValue
  UUID welcome(String name, String email) {
    return append(
        email,
        new JsonObject()
            .put("template", "welcome")
            .put("name", name)
            .put("customerId", 42)
            .encode());
  }

  /// Appends as another room would, without a nudge.
  @CanIgnoreReturnValue
  UUID append(String email, String payload) {
    var id = OutboxIds.next();
    var text = "select outbox_append(?, 'mail', ?, ?::jsonb, interval '48 h')";
    try (var connection = DriverManager.getConnection(PostgresServer.jdbcUrl(SERVER));
        var statement = connection.prepareStatement(text)) {
      statement.setObject(1, id);
      statement.setString(2, email);
      statement.setString(3, payload);
      statement.execute();
      return id;
    } catch (SQLException thrown) {
      throw new AssertionError(thrown);
    }
  }

  void nudge() {
    outbox.appended(NotificationsVerticle.LANE);
  }

  static void execute(String text) {
    try (var sql = Sql.on(SERVER)) {
      sql.run(text);
    }
  }

  /// The first column of the first row.
  static String text(String query) {
    try (var sql = Sql.on(SERVER)) {
      return sql.texts(query).stream().findFirst().orElse("no row");
    }
  }

  @Override
  public void sent(long nanos) {
    sent.incrementAndGet();
  }

  @Override
  public void retried(int code) {
    retried.incrementAndGet();
  }

  @Override
  public void dead(int code) {
    dead.incrementAndGet();
  }

  @Override
  public void ambiguous() {
    ambiguous.incrementAndGet();
  }

  @Override
  public void leaseLost() {
    leaseLost.incrementAndGet();
  }

  @Override
  public void lanePaused(long pauseMs) {
    paused.incrementAndGet();
  }

  @Override
  public void laneResumed() {
    resumed.incrementAndGet();
  }

  @Override
  public void close() {
    List.copyOf(deployments).forEach(one -> await(undeploy(one)));
    await(vertx.close());
  }
}
