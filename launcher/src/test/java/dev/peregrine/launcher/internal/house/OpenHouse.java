package dev.peregrine.launcher.internal.house;

import dev.peregrine.http.Route;
import dev.peregrine.persistence.Migrations;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A house of which the routes can be seen, on servers that run already.
final class OpenHouse implements AutoCloseable {

  private final Servers servers;
  private final House house;
  private final Web api;
  private final Web ops;

  private OpenHouse(Servers servers, House house) {
    this.servers = servers;
    this.house = house;
    this.api = new Web(URI.create("http://127.0.0.1:" + house.port()));
    this.ops = new Web(URI.create("http://127.0.0.1:" + house.opsPort()));
  }

  /// Opens one.
  ///
  /// @param home for the files of what is not named
  /// @param config names Postgres and Redis
  static OpenHouse on(Path home, PeregrineConfig config) {
    var servers = Servers.in(home);
    var addresses = servers.start(config);
    var _ =
        Migrations.apply(addresses.postgres(), Duration.ofSeconds(30), "persistence", "customers");
    return new OpenHouse(servers, new House(config, addresses, servers.mailbox()));
  }

  /// Returns what the service's port serves.
  List<Route> apiRoutes() {
    return house.api().table();
  }

  /// Returns what the operators' port serves.
  List<Route> opsRoutes() {
    return house.ops().table();
  }

  /// Speaks to the port of the service.
  Web api() {
    return api;
  }

  /// Speaks to the operators' port.
  Web ops() {
    return ops;
  }

  @Override
  public void close() {
    api.close();
    ops.close();
    house.close();
    servers.close();
  }
}
