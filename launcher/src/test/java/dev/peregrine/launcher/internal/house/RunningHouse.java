package dev.peregrine.launcher.internal.house;

import dev.peregrine.cache.CacheConfig;
import dev.peregrine.customers.CustomersConfig;
import dev.peregrine.http.AuthConfig;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.launcher.internal.cli.RunRequest;
import dev.peregrine.launcher.internal.cli.StopSignal;
import dev.peregrine.launcher.internal.config.Loaded;
import dev.peregrine.notifications.NotificationsConfig;
import dev.peregrine.payments.PaymentsConfig;
import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The whole service in this JVM, as the command `run` runs it, at free ports.
final class RunningHouse implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int STOP_LIMIT_SECONDS = 60;

  /// Long for a starved machine, and shorter than a request may take.
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);

  private static final String LAST_LINE = "Ctrl-C";

  private final PeregrineConfig config;
  private final StopSignal stop = new StopSignal();
  private final StringWriter printed = new StringWriter();
  private final CompletableFuture<Void> run;
  private final Web api;
  private final Web ops;
  private @Nullable Sql sql;

  private RunningHouse(Path home, PeregrineConfig config) {
    this.config = config;
    run = CompletableFuture.runAsync(() -> run(home), task -> new Thread(task).start());
    Awaitility.await()
        .atMost(START_LIMIT)
        .until(() -> run.isDone() || printed.toString().contains(LAST_LINE));
    if (run.isDone()) {
      throwItsFailure();
    }
    api = new Web(address("API"));
    ops = new Web(address("ops"));
  }

  /// Starts one and waits until it says that it is ready; throws what kept it from that.
  static RunningHouse start(Path home, PeregrineConfig config) {
    return new RunningHouse(home, config);
  }

  /// Starts one with the defaults on a database of its own.
  static RunningHouse start(Path home) {
    return start(home, onFreshDatabase());
  }

  /// Returns the defaults, at free ports, with the patience that a starved machine needs.
  static PeregrineConfig defaults() {
    var usual = PeregrineConfig.defaults();
    var anyPort = HttpConfig.at("127.0.0.1", 0);
    var cache = Knobs.with(usual.cache(), "namespace", UUID.randomUUID().toString());
    return patient(with(Knobs.with(Knobs.with(usual, "http", anyPort), "ops", anyPort), cache));
  }

  /// The usual 50 and 800 ms would make a starved machine look like a Redis and a gateway that are
  /// away, and one or two seconds for a statement like a Postgres that has more to do than it can.
  private static PeregrineConfig patient(PeregrineConfig config) {
    var redis = Knobs.with(config.redis(), "timeout", Duration.ofSeconds(1));
    var payments = Knobs.with(config.payments(), "timeout", Duration.ofSeconds(10));
    var postgres = patient(config.postgres());
    return Knobs.with(
        Knobs.with(Knobs.with(config, "redis", redis), "payments", payments), "postgres", postgres);
  }

  private static DatabaseConfig patient(DatabaseConfig config) {
    var reads = Knobs.with(config.reads(), "statementTimeout", STATEMENT_TIMEOUT);
    var lists = Knobs.with(config.lists(), "statementTimeout", STATEMENT_TIMEOUT);
    var writes = Knobs.with(config.writes(), "statementTimeout", STATEMENT_TIMEOUT);
    return Knobs.with(
        Knobs.with(Knobs.with(config, "reads", reads), "lists", lists), "writes", writes);
  }

  /// Returns the configuration with a memory that is believed for long, so that a machine that
  /// stands still for a second makes no hit a miss, and a Redis that is waited for as long.
  static PeregrineConfig believing(PeregrineConfig config) {
    var cache = Knobs.with(config.cache(), "staleAtMost", Duration.ofSeconds(5));
    var redis = Knobs.with(config.redis(), "timeout", Duration.ofSeconds(5));
    return with(Knobs.with(config, "redis", redis), cache);
  }

  /// Returns the defaults, at free ports, on servers that run already.
  static PeregrineConfig on(URI postgres, URI redis) {
    return with(defaults(), postgres, redis, Duration.ofSeconds(30));
  }

  /// Returns the defaults, at free ports, on a database that nobody else has.
  static PeregrineConfig onFreshDatabase() {
    return on(Servers.postgres().freshDatabase(), Servers.redis());
  }

  /// Returns the configuration with other servers.
  static PeregrineConfig with(
      PeregrineConfig config, URI postgres, URI redis, Duration startTimeout) {
    var primary = Knobs.with(config.postgres(), "primary", Optional.of(postgres));
    var alone = Knobs.with(primary, "embeddedReplicas", 0);
    var database = Knobs.with(alone, "startTimeout", startTimeout);
    var far = Knobs.with(config.redis(), "uri", Optional.of(redis));
    return Knobs.with(Knobs.with(config, "postgres", database), "redis", far);
  }

  /// Returns the configuration with callers who must show who they are.
  static PeregrineConfig with(PeregrineConfig config, AuthConfig auth) {
    return Knobs.with(config, "auth", auth);
  }

  /// Returns the configuration with a mail server of the test's own.
  static PeregrineConfig with(PeregrineConfig config, NotificationsConfig mail) {
    return Knobs.with(config, "mail", mail);
  }

  /// Returns the configuration with other knobs of the customers room.
  static PeregrineConfig with(PeregrineConfig config, CustomersConfig customers) {
    return Knobs.with(config, "customers", customers);
  }

  /// Returns the configuration with outside services of the test's own.
  static PeregrineConfig with(
      PeregrineConfig config, PaymentsConfig payments, CustomersConfig customers) {
    return Knobs.with(with(config, customers), "payments", payments);
  }

  /// Returns the configuration with another cache.
  static PeregrineConfig with(PeregrineConfig config, CacheConfig cache) {
    return Knobs.with(config, "cache", cache);
  }

  /// Speaks to the port of the service.
  Web api() {
    return api;
  }

  /// Speaks to the operators' port.
  Web ops() {
    return ops;
  }

  /// Looks into its primary, if that is configured; closed with the house.
  Sql sql() {
    var open = sql;
    if (open == null) {
      open = Sql.on(config.postgres().primary().orElseThrow());
      sql = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (sql != null) {
      sql.close();
    }
    api.close();
    ops.close();
    stop.request();
    var _ = run.orTimeout(STOP_LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  private void run(Path home) {
    var loaded = new Loaded<>(config, List.of());
    try {
      new Peregrine(home).run(new RunRequest<>(loaded, 0, stop, new PrintWriter(printed)));
    } catch (Exception thrown) {
      throw new CompletionException(thrown);
    }
  }

  private void throwItsFailure() {
    try {
      var _ = run.join();
    } catch (CompletionException thrown) {
      throw thrown.getCause() instanceof RuntimeException cause ? cause : thrown;
    }
    throw new IllegalStateException("it ended without being asked to: " + printed);
  }

  private URI address(String label) {
    var found =
        Pattern.compile("(?m)^\\s*" + label + "\\s+(http://[^/\\s]+)").matcher(printed.toString());
    if (!found.find()) {
      throw new IllegalStateException(label + ": no address in: " + printed);
    }
    return URI.create(found.group(1));
  }
}
