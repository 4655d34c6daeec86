package dev.peregrine.launcher.internal.house;

import dev.peregrine.http.ListenFailure;
import dev.peregrine.launcher.internal.cli.Application;
import dev.peregrine.launcher.internal.cli.RunRequest;
import dev.peregrine.launcher.internal.cli.SeedRequest;
import dev.peregrine.launcher.internal.cli.UnavailableException;
import dev.peregrine.persistence.MigrationException;
import dev.peregrine.persistence.Migrations;
import java.net.URI;
import java.nio.file.Path;

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
  public void run(RunRequest<PeregrineConfig> request) throws Exception {
    var config = request.configuration().config();
    try (var servers = Servers.in(home.resolve(".peregrine"))) {
      var addresses = servers.start(config);
      migrate(config, addresses.postgres());
      try (var house = new House(config, addresses, servers.mailbox())) {
        new Banner(request.out()).print(config, house, servers.mailbox().isPresent());
        request.stop().await();
        request.out().println("draining…");
      } catch (ListenFailure thrown) {
        throw new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
      }
    }
  }

  @Override
  public void seed(SeedRequest<PeregrineConfig> request) throws Exception {
    throw new UnavailableException("seed", null);
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
