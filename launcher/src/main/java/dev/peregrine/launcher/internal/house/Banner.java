package dev.peregrine.launcher.internal.house;

import dev.peregrine.http.AuthConfig;
import dev.peregrine.payments.PaymentsConfig;
import dev.peregrine.persistence.DatabaseConfig;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;

/// What people read when the service is ready.
final class Banner {

  private final PrintWriter out;

  Banner(PrintWriter out) {
    this.out = out;
  }

  void print(PeregrineConfig config, House house, boolean mailCaught) {
    var api = "http://" + config.http().host() + ":" + house.port();
    var ops = "http://" + config.ops().host() + ":" + house.opsPort();
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
                .map(uri -> uri.getHost() + ":" + uri.getPort())
                .orElse("embedded, data in .peregrine/postgres")
            + replicas(config.postgres()));
    out.println(
        "  Redis     "
            + config
                .redis()
                .uri()
                .map(uri -> uri.getHost() + ":" + uri.getPort())
                .orElse("embedded"));
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
