package dev.peregrine.launcher.internal.house;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedServerException;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.KeysFailure;
import dev.peregrine.http.ListenFailure;
import dev.peregrine.launcher.internal.cli.Application;
import dev.peregrine.launcher.internal.cli.ClusterRequest;
import dev.peregrine.launcher.internal.cli.RunRequest;
import dev.peregrine.launcher.internal.cli.SeedRequest;
import dev.peregrine.launcher.internal.cli.UnavailableException;
import dev.peregrine.launcher.internal.log.Logs;
import dev.peregrine.persistence.MigrationException;
import dev.peregrine.persistence.Migrations;
import dev.peregrine.persistence.PrimarySearch;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// What the commands run: the servers, the schema, the house.
public final class Peregrine implements Application<PeregrineConfig> {

  private final Path home;

  /// Makes it.
  ///
  /// @param home the directory below which embedded servers keep their files, in `.peregrine`
  public Peregrine(Path home) {
    this.home = home;
  }

  @Override
  public PeregrineConfig defaults() {
    return PeregrineConfig.defaults();
  }

  @Override
  public URI service(PeregrineConfig config) {
    return address(config.http());
  }

  @Override
  public URI operators(PeregrineConfig config) {
    return address(config.ops());
  }

  private static URI address(HttpConfig server) {
    return URI.create(url(server.host(), server.port()));
  }

  /// Returns where a server is; an IPv6 address stands in brackets.
  static String url(String host, int port) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public void run(RunRequest<PeregrineConfig> request) throws Exception {
    var config = request.configuration().config();
    Logs.write(config.observability().logFormat());
    try (var servers = Servers.in(home.resolve(".peregrine"))) {
      var addresses = led(config, servers.start(config));
      migrate(config, addresses.postgres());
      if (request.seed() > 0) {
        try (var seeding = new Seeding(config, addresses.postgres())) {
          seeding.write(request.seed(), request.stop(), request.out());
        }
      }
      try (var house = new House(config, addresses, servers.mailbox())) {
        var ports = new Banner.Ports(house.port(), house.opsPort());
        new Banner(request.out()).print(config, ports, servers.mailbox().isPresent());
        request.stop().await();
        request.out().println("draining…");
      } catch (ListenFailure | KeysFailure thrown) {
        throw new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
      }
    }
  }

  @Override
  public void seed(SeedRequest<PeregrineConfig> request) throws Exception {
    var config = request.configuration().config();
    var directory = home.resolve(".peregrine");
    try (var servers = Servers.in(directory)) {
      // Beside a service that runs, its Postgres is used; else one is started for the time.
      var running = EmbeddedPostgres.running(Servers.postgresDirectory(directory));
      var postgres =
          config.postgres().primary().or(() -> running).orElseGet(() -> servers.postgres(config));
      var primary = search(config, postgres, config.postgres().replicas()).primary();
      migrate(config, primary);
      try (var seeding = new Seeding(config, primary)) {
        seeding.write(request.customers(), request.stop(), request.out());
      }
    } catch (EmbeddedServerException thrown) {
      throw new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
    }
  }

  @Override
  public void cluster(ClusterRequest<PeregrineConfig> request) {
    var config = request.configuration().config();
    try (var servers = Servers.in(home.resolve(".peregrine"))) {
      var addresses = led(config, servers.start(config));
      migrate(config, addresses.postgres());
      new Nodes(request, addresses).run(servers.mailbox());
    } catch (ListenFailure thrown) {
      throw new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
    }
  }

  /// After a fail-over the configuration still names the former primary.
  private static Servers.Addresses led(PeregrineConfig config, Servers.Addresses named) {
    var found = search(config, named.postgres(), named.replicas());
    return new Servers.Addresses(found.primary(), found.others(), named.redis(), named.mail());
  }

  private static PrimarySearch.Found search(
      PeregrineConfig config, URI primary, List<URI> replicas) {
    try {
      return PrimarySearch.find(primary, replicas, config.postgres().startTimeout());
    } catch (MigrationException thrown) {
      throw new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
    }
  }

  private static void migrate(PeregrineConfig config, URI postgres) {
    try {
      var _ =
          Migrations.apply(postgres, config.postgres().startTimeout(), "persistence", "customers");
    } catch (MigrationException thrown) {
      throw new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
    }
  }
}
