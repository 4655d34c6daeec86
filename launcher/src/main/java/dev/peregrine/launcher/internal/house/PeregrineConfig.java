package dev.peregrine.launcher.internal.house;

import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.RedisConfig;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.customers.Customers;
import dev.peregrine.customers.CustomersConfig;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.notifications.NotificationsConfig;
import dev.peregrine.persistence.DatabaseConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/// Every knob of the house; `conf/peregrine.yaml` mirrors it name by name.
///
/// @param http where the service listens
/// @param ops where operators listen
/// @param postgres where data lies
/// @param redis where the far tier of the cache lies
/// @param cache what the cache may hold and believe
/// @param mail where mail goes
/// @param customers the customers room
public record PeregrineConfig(
    HttpConfig http,
    HttpConfig ops,
    DatabaseConfig postgres,
    RedisConfig redis,
    CacheConfig cache,
    NotificationsConfig mail,
    CustomersConfig customers) {

  private static final String LOOPBACK = "127.0.0.1";

  /// Checks what rooms cannot: nobody is asked who they are, so only this machine may come.
  ///
  /// @throws IllegalArgumentException if a server would listen at an address that others reach
  public PeregrineConfig {
    requireLoopback("http.host", http.host());
    requireLoopback("ops.host", ops.host());
  }

  /// Returns what holds where nobody has set anything.
  public static PeregrineConfig defaults() {
    return new PeregrineConfig(
        HttpConfig.at(LOOPBACK, 8080),
        HttpConfig.at(LOOPBACK, 9080),
        DatabaseConfig.defaults(),
        RedisConfig.defaults(),
        CacheConfig.defaults(Map.of(Customers.REGION, RegionConfig.defaults())),
        NotificationsConfig.defaults(),
        CustomersConfig.defaults());
  }

  private static void requireLoopback(String key, String host) {
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          key + ": " + host + " (expected: an address of this machine)", unknown);
    }
    throw new IllegalArgumentException(
        key + ": " + host + " (expected: a loopback address, since nobody is authenticated)");
  }
}
