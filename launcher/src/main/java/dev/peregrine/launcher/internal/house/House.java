package dev.peregrine.launcher.internal.house;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.CacheVerticle;
import dev.peregrine.cache.Caches;
import dev.peregrine.customers.Customers;
import dev.peregrine.customers.InvalidationVerticle;
import dev.peregrine.embedded.Mailbox;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import dev.peregrine.http.HttpVerticle;
import dev.peregrine.http.Responses;
import dev.peregrine.http.Routes;
import dev.peregrine.http.Tokens;
import dev.peregrine.launcher.internal.cluster.Membership;
import dev.peregrine.launcher.internal.log.Logs;
import dev.peregrine.notifications.NotificationsConfig;
import dev.peregrine.notifications.NotificationsVerticle;
import dev.peregrine.observability.CacheRoutes;
import dev.peregrine.observability.ConsoleLink;
import dev.peregrine.observability.ConsoleRoutes;
import dev.peregrine.observability.ConsoleStores;
import dev.peregrine.observability.Health;
import dev.peregrine.observability.HealthCheck;
import dev.peregrine.observability.HealthState;
import dev.peregrine.observability.MonitoringRoutes;
import dev.peregrine.observability.OpsRoutes;
import dev.peregrine.observability.OutboxRoutes;
import dev.peregrine.observability.ProfileRoutes;
import dev.peregrine.observability.StatementRoutes;
import dev.peregrine.observability.Telemetry;
import dev.peregrine.payments.Payments;
import dev.peregrine.payments.PaymentsConfig;
import dev.peregrine.payments.SandboxGateway;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseInsight;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.OutboxConfig;
import dev.peregrine.persistence.OutboxHistoryVerticle;
import dev.peregrine.persistence.PersistenceVerticle;
import dev.peregrine.persistence.ReplicaState;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The house put together: every room on its event loops, joined by one bus.
///
/// Opening and closing block. Closing takes the rooms down in the order in which requests walk, so
/// that each finds what is behind it still there.
public final class House implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(House.class);
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(1);
  private static final Set<ReplicaState> WELL = Set.of(ReplicaState.PRIMARY, ReplicaState.SERVING);
  private static final List<String> LANES =
      List.of(NotificationsVerticle.LANE, InvalidationVerticle.LANE);

  private final Telemetry telemetry;
  private final int loops = Runtime.getRuntime().availableProcessors();
  private final Optional<Membership> membership;
  private final Vertx vertx;
  private final Bus bus;
  private final Deque<String> deployed = new ArrayDeque<>();
  private final Database database;
  private final Payments payments;
  private final ProfileRoutes profiles;
  private final Health health;
  private final Tokens tokens;
  private final HttpEdge api;
  private final HttpEdge ops;

  /// Deploys every room; the schema is up to date by then.
  ///
  /// @param config every knob
  /// @param servers where Postgres, Redis and the mail server are
  /// @param mailbox whose page operators see, if mail is caught
  /// @throws RuntimeException if a room cannot start; what did start is closed
  House(PeregrineConfig config, Servers.Addresses servers, Optional<Mailbox> mailbox) {
    telemetry = new Telemetry(config.observability());
    membership = Membership.in(config.cluster());
    vertx = vertx(Vertx.builder(), new VertxOptions().setEventLoopPoolSize(loops));
    bus = Bus.open(vertx, telemetry.busStats());
    database = database(config, servers);
    var caches = new Caches(bus, config.cache(), telemetry.cacheStats());
    var customers = new Customers(bus, caches, config.customers());
    payments = new Payments(vertx, bus, outside(config.payments()), new PaymentMeters(telemetry));
    telemetry.watch(caches, database);
    Logs.bounds().forEach(telemetry::watch);
    var outbox = new Outbox(database, bus);
    profiles = new ProfileRoutes(vertx, telemetry);
    health = new Health(checks(caches));
    tokens = new Tokens(config.auth());
    api = service(config.http(), customers, telemetry).guardedBy(tokens);
    var opsRoutes = opsRoutes(caches, outbox, mailbox, links(config, mailbox));
    ops = new HttpEdge("ops", config.ops(), telemetry.opsStats(), opsRoutes).guardedBy(tokens);
    try {
      Waiting.on(tokens.open(vertx));
      Waiting.on(telemetry.watchLoops(vertx, loops));
      LANES.forEach(lane -> deployed.push(Waiting.on(telemetry.watchOutbox(vertx, outbox, lane))));
      everyLoop(() -> new PersistenceVerticle(bus, database, Customers.stores()));
      everyLoop(() -> new CacheVerticle(bus, caches, config.redis(), servers.redis()));
      everyLoop(payments::verticle);
      everyLoop(customers::verticle);
      deploy(customers::settlement, new DeploymentOptions());
      deploy(customers::imports, new DeploymentOptions());
      deploy(customers::totals, new DeploymentOptions());
      deploy(() -> customers.invalidation(outbox, database), new DeploymentOptions());
      deployMail(outbox, servers.mail(), config.outbox());
      deploy(() -> new HttpVerticle(ops), new DeploymentOptions());
      everyLoop(() -> new HttpVerticle(api));
    } catch (RuntimeException thrown) {
      close();
      throw thrown;
    }
    health.markStarted();
  }

  private void deployMail(Outbox outbox, NotificationsConfig server, OutboxConfig history) {
    deploy(() -> new OutboxHistoryVerticle(outbox, history), new DeploymentOptions());
    var meters = new MailMeters(telemetry.registry());
    deploy(
        () -> new NotificationsVerticle(outbox, server, meters),
        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
  }

  private static HttpEdge service(HttpConfig config, Customers customers, Telemetry telemetry) {
    var responses = new Responses(config.responses(), telemetry.responseStats());
    var routes = List.of(customers.routes(responses), new AsyncApiRoutes());
    telemetry.watch(responses);
    return new HttpEdge("http", config, telemetry.httpStats(), routes).describedBy(Contract.read());
  }

  /// Returns the port that the service listens at.
  public int port() {
    return Waiting.on(api.port());
  }

  /// Returns the port that operators' requests go to.
  public int opsPort() {
    return Waiting.on(ops.port());
  }

  /// Returns the port that the service listens at, and what is served there.
  HttpEdge api() {
    return api;
  }

  /// Returns the operators' port, and what is served there.
  HttpEdge ops() {
    return ops;
  }

  /// Returns the bus, for who asks from within this process.
  public Bus bus() {
    return bus;
  }

  @Override
  public void close() {
    health.markDraining();
    while (!deployed.isEmpty()) {
      quietly("a room", () -> vertx.undeploy(deployed.pop()));
    }
    quietly("the profiler", profiles::close);
    quietly("the outside services", payments::close);
    tokens.close();
    quietly("the database", database::close);
    quietly("Vert.x", vertx::close);
    telemetry.close();
  }

  /// Nobody named a gateway: the sandbox is one, and ends with Vert.x.
  private PaymentsConfig outside(PaymentsConfig config) {
    return config.url().isPresent()
        ? config
        : config.at(Waiting.on(SandboxGateway.open(vertx, 0)).uri());
  }

  private Database database(PeregrineConfig config, Servers.Addresses servers) {
    var statements = new ArrayList<Statement>(Outbox.STATEMENTS);
    Customers.stores().forEach(store -> statements.addAll(store.statements()));
    return Database.open(
            vertx,
            config.postgres().at(servers.postgres(), servers.replicas()),
            servers.postgres(),
            statements)
        .measuredBy(telemetry.databaseStats());
  }

  private Vertx vertx(VertxBuilder builder, VertxOptions options) {
    return membership
        .map(among -> among.start(builder, options))
        .orElseGet(() -> builder.with(options).build());
  }

  private List<Routes> opsRoutes(
      Caches caches, Outbox outbox, Optional<Mailbox> mailbox, List<ConsoleLink> links) {
    var routes = new ArrayList<Routes>();
    routes.add(new OpsRoutes(health, telemetry));
    routes.add(new CacheRoutes(bus, caches, telemetry));
    routes.add(new MonitoringRoutes(telemetry));
    routes.add(new StatementRoutes(telemetry, new DatabaseInsight(database)));
    routes.add(new OutboxRoutes(outbox, LANES));
    routes.add(profiles);
    mailbox.ifPresent(caught -> routes.add(new MailboxRoutes(caught)));
    routes.add(new ConsoleRoutes(telemetry, health, new ConsoleStores(caches, database), links));
    return routes;
  }

  /// A browser can send no token for a page, so with tokens only the public one is left.
  private List<ConsoleLink> links(PeregrineConfig config, Optional<Mailbox> mailbox) {
    var links = new ArrayList<ConsoleLink>();
    links.add(new ConsoleLink("API", "/docs", api.port()));
    if (!config.auth().enabled()) {
      mailbox.ifPresent(caught -> links.add(ConsoleLink.here("mailbox", "/mail")));
      links.add(ConsoleLink.here("metrics", "/metrics"));
    }
    return links;
  }

  private List<HealthCheck> checks(Caches caches) {
    var checks = new ArrayList<>(dependencies(caches));
    membership.ifPresent(among -> checks.add(among.health()));
    if (!database.servers().isEmpty()) {
      checks.add(HealthCheck.of("replicas", () -> Future.succeededFuture(replicas())));
    }
    return checks;
  }

  /// Reads go to the primary for those that are out.
  private HealthState replicas() {
    var out =
        database.servers().stream()
            .filter(one -> !WELL.contains(one.state()))
            .map(one -> one.name() + " is " + one.state().name().toLowerCase(Locale.ROOT))
            .toList();
    return out.isEmpty() ? HealthState.up() : HealthState.degraded(String.join(", ", out));
  }

  private List<HealthCheck> dependencies(Caches caches) {
    return List.of(
        HealthCheck.of(
            "postgres",
            () -> database.ping(Call.background("health", CHECK_TIMEOUT)).map(HealthState.up())),
        HealthCheck.of(
            "redis",
            () ->
                Future.succeededFuture(
                    caches.coherent()
                        ? HealthState.up()
                        : HealthState.degraded("reads go to Postgres"))));
  }

  private void everyLoop(Supplier<? extends Deployable> room) {
    deploy(room, new DeploymentOptions().setInstances(loops));
  }

  private void deploy(Supplier<? extends Deployable> room, DeploymentOptions options) {
    deployed.push(Waiting.on(vertx.deployVerticle(room, options)));
  }

  private static void quietly(String what, Supplier<Future<?>> closing) {
    try {
      Waiting.on(closing.get());
    } catch (RuntimeException thrown) {
      LOG.error("{} did not close", what, thrown);
    }
  }
}
