package dev.peregrine.launcher.internal.house;

import dev.peregrine.http.AuthConfig;
import dev.peregrine.payments.PaymentsConfig;
import dev.peregrine.persistence.DatabaseConfig;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;

/// What people read when the service is ready.
final class Banner {

  private static final int POSTGRES = 5432;
  private static final int REDIS = 6379;

  private final PrintWriter out;

  Banner(PrintWriter out) {
    this.out = out;
  }

  /// Where the servers listen, also when any free port would do.
  ///
  /// @param api of the service
  /// @param ops of the operators
  record Ports(int api, int ops) {}

  void print(PeregrineConfig config, Ports ports, boolean mailCaught) {
    var api = Peregrine.url(config.http().host(), ports.api());
    var ops = Peregrine.url(config.ops().host(), ports.ops());
    var readyMs = ManagementFactory.getRuntimeMXBean().getUptime();
    out.println();
    out.println("  Peregrine is ready after " + readyMs / 1_000 + "." + readyMs / 100 % 10 + " s");
    out.println("  API       " + api + "/api/v1/customers");
    out.println("  console   " + ops + "/");
    out.println("  ops       " + ops + "/health/ready   " + ops + "/metrics");
    if (mailCaught) {
      out.println("  mailbox   " + ops + "/mail");
    }
    out.println(
        "  Postgres  "
            + config
                .postgres()
                .primary()
                .map(uri -> server(uri, POSTGRES))
                .orElse("embedded, data in .peregrine/postgres")
            + replicas(config.postgres()));
    out.println(
        "  Redis     " + config.redis().uri().map(uri -> server(uri, REDIS)).orElse("embedded"));
    out.println("  payments  " + payments(config.payments()));
    out.println("  access    " + access(config.auth()));
    out.println(
        "  try       curl -s " + api + "/api/v1/customers -H 'Content-Type: application/json' \\");
    out.println(
        "              -d '{\"name\":\"Ada"
            + " Lovelace\",\"email\":\"ada@example.org\",\"type\":\"individual\"}'");
    out.println("  stop      Ctrl-C");
    out.println();
    out.flush();
  }

  /// Returns a server without user, password and options.
  private static String server(URI uri, int usualPort) {
    return uri.getHost() + ":" + (uri.getPort() < 0 ? usualPort : uri.getPort());
  }

  private static String payments(PaymentsConfig config) {
    return config
        .url()
        .map(uri -> String.valueOf(uri.getAuthority()))
        .orElse("sandbox: no money moves");
  }

  private static String replicas(DatabaseConfig config) {
    var count = config.embeddedReplicas() + config.replicas().size();
    return count == 0 ? "" : ", replicas: " + count;
  }

  private static String access(AuthConfig auth) {
    return auth.enabled()
        ? "tokens of " + auth.issuer().orElseThrow() + " for " + auth.audience().orElseThrow()
        : "anybody on this machine: no authentication, loopback only";
  }
}
