package dev.peregrine.launcher.internal.house;

import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.RedisConfig;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.customers.CheckPolicy;
import dev.peregrine.customers.Customers;
import dev.peregrine.customers.CustomersConfig;
import dev.peregrine.http.AuthConfig;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.launcher.internal.cluster.ClusterConfig;
import dev.peregrine.notifications.NotificationsConfig;
import dev.peregrine.observability.ObservabilityConfig;
import dev.peregrine.payments.PaymentsConfig;
import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.OutboxConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/// Every knob of the house; `conf/peregrine.yaml` mirrors it name by name.
///
/// @param http where the service listens
/// @param ops where operators listen
/// @param auth whether callers must show who they are
/// @param postgres where data lies
/// @param outbox how long is known what was carried out
/// @param redis where the far tier of the cache lies
/// @param cache what the cache may hold and believe
/// @param mail where mail goes
/// @param payments where the outside services are
/// @param customers the customers room
/// @param cluster whether this node is one of several
/// @param observability what counts as slow, and how the log is written
public record PeregrineConfig(
    HttpConfig http,
    HttpConfig ops,
    AuthConfig auth,
    DatabaseConfig postgres,
    OutboxConfig outbox,
    RedisConfig redis,
    CacheConfig cache,
    NotificationsConfig mail,
    PaymentsConfig payments,
    CustomersConfig customers,
    ClusterConfig cluster,
    ObservabilityConfig observability) {

  private static final String LOOPBACK = "127.0.0.1";

  /// Checks what rooms cannot: where nobody is asked who they are, only this machine may come; and
  /// who requires a check has somebody for it.
  ///
  /// @throws IllegalArgumentException if a server would listen at an address that others reach, and
  ///   let in whoever comes, or nobody could ever join
  public PeregrineConfig {
    requireAddress("http.host", http.host(), auth.enabled());
    requireAddress("ops.host", ops.host(), auth.enabled());
    if (customers.check() == CheckPolicy.REQUIRED
        && payments.url().isPresent()
        && payments.checksUrl().isEmpty()) {
      throw new IllegalArgumentException(
          "customers.check: required (expected: a service to ask, in payments.checksUrl)");
    }
  }

  /// Returns what holds where nobody has set anything.
  public static PeregrineConfig defaults() {
    return new PeregrineConfig(
        HttpConfig.at(LOOPBACK, 8080),
        HttpConfig.at(LOOPBACK, 9080),
        AuthConfig.defaults(),
        DatabaseConfig.defaults(),
        OutboxConfig.defaults(),
        RedisConfig.defaults(),
        CacheConfig.defaults(Map.of(Customers.REGION, RegionConfig.defaults())),
        NotificationsConfig.defaults(),
        PaymentsConfig.defaults(),
        CustomersConfig.defaults(),
        ClusterConfig.defaults(),
        ObservabilityConfig.defaults());
  }

  private static void requireAddress(String key, String host, boolean guarded) {
    try {
      if (InetAddress.getByName(host).isLoopbackAddress() || guarded) {
        return;
      }
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          key + ": " + host + " (expected: an address of this machine)", unknown);
    }
    throw new IllegalArgumentException(
        key + ": " + host + " (expected: a loopback address, since auth.enabled is false)");
  }
}
