package dev.peregrine.launcher.internal.house;

import dev.peregrine.embedded.Mailbox;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import dev.peregrine.http.HttpStats;
import dev.peregrine.http.HttpVerticle;
import dev.peregrine.http.Tokens;
import dev.peregrine.launcher.internal.cli.ClusterRequest;
import dev.peregrine.launcher.internal.cluster.NodeCommand;
import dev.peregrine.launcher.internal.cluster.NodeProcesses;
import dev.peregrine.notifications.NotificationsConfig;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Several nodes of the service on the servers of this process, and the page of the mail that they
/// send. Blocks.
final class Nodes {

  private static final int KEY_BYTES = 32;

  private final ClusterRequest<PeregrineConfig> request;
  private final PeregrineConfig config;
  private final Servers.Addresses servers;

  Nodes(ClusterRequest<PeregrineConfig> request, Servers.Addresses servers) {
    this.request = request;
    this.config = request.configuration().config();
    this.servers = servers;
  }

  /// Runs them until they are to stop.
  void run(Optional<Mailbox> mailbox) {
    var members = NodeCommand.members(config.cluster(), request.nodes());
    var ports = new NodeCommand.Ports(config.http().port(), config.ops().port());
    var commands = NodeCommand.ofEach(request.handed(), ports, members, config.cluster().name());
    var vertx = Vertx.vertx();
    var tokens = new Tokens(config.auth());
    try (var nodes = new NodeProcesses(request.stop(), request.out())) {
      var mail = mailbox.map(caught -> page(vertx, tokens, caught));
      nodes.start(commands, environment());
      if (!request.stop().requested()) {
        print(nodes, members, mail);
        nodes.await();
      }
      request.out().println("draining…");
    } finally {
      tokens.close();
      var _ = Waiting.on(vertx.close());
    }
  }

  /// Passed on as variables, since other users of the machine can read a command line.
  private Map<String, String> environment() {
    var variables = new HashMap<String, String>();
    variables.put("PEREGRINE_POSTGRES_PRIMARY", servers.postgres().toString());
    variables.put(
        "PEREGRINE_POSTGRES_REPLICAS",
        servers.replicas().stream().map(URI::toString).collect(Collectors.joining(",")));
    variables.put("PEREGRINE_REDIS_URI", servers.redis().toString());
    mail(servers.mail(), variables);
    // The next page of a list may be asked of another node.
    variables.put(
        "PEREGRINE_CUSTOMERS_CURSOR_KEY", config.customers().cursorKey().orElseGet(Nodes::key));
    config.cluster().secret().ifPresent(it -> variables.put("PEREGRINE_CLUSTER_SECRET", it));
    return variables;
  }

  private static void mail(NotificationsConfig mail, Map<String, String> variables) {
    mail.host()
        .ifPresent(host -> {
          variables.put("PEREGRINE_MAIL_HOST", host);
          variables.put("PEREGRINE_MAIL_PORT", Integer.toString(mail.port()));
        });
  }

  private static String key() {
    var bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String page(Vertx vertx, Tokens tokens, Mailbox mailbox) {
    var first = config.ops().port();
    var at = HttpConfig.at(config.ops().host(), first == 0 ? 0 : first + request.nodes());
    var edge =
        new HttpEdge("ops", at, HttpStats.NONE, List.of(new MailboxRoutes(mailbox)))
            .guardedBy(tokens);
    var _ = Waiting.on(tokens.open(vertx));
    var _ = Waiting.on(vertx.deployVerticle(new HttpVerticle(edge)));
    return Peregrine.url(at.host(), Waiting.on(edge.port())) + "/mail";
  }

  private void print(NodeProcesses nodes, List<String> members, Optional<String> mail) {
    var out = request.out();
    out.println();
    out.println("  Peregrine is ready on " + request.nodes() + " nodes");
    nodes.print();
    mail.ifPresent(page -> out.println("  mailbox  " + page));
    out.println(
        "  bus      cluster \"" + config.cluster().name() + "\" at " + String.join(", ", members));
    out.println(
        "  try      curl -s "
            + nodes.api()
            + "/api/v1/customers -H 'Content-Type: application/json' \\");
    out.println(
        "             -d '{\"name\":\"Ada"
            + " Lovelace\",\"email\":\"ada@example.org\",\"type\":\"individual\"}'");
    out.println("  stop     Ctrl-C");
    out.println();
    out.flush();
  }
}
