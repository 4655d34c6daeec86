package dev.peregrine.launcher.internal.cluster;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.core.HazelcastException;
import dev.peregrine.bus.BusEndpoint;
import dev.peregrine.launcher.internal.cli.UnavailableException;
import dev.peregrine.observability.HealthCheck;
import dev.peregrine.observability.HealthState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// This node's place among the others: who is there, and a bus that reaches them.
///
/// Members are found by their addresses alone: no multicast, no call home. Starting blocks.
public final class Membership {

  /// A busy machine takes half a minute when all nodes start at once.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /// The registrations of the bus survive as many nodes lost at once.
  private static final int BACKUPS = 2;

  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("hazelcast.logging.type", "slf4j"),
          // The cluster's name, which is made of the secret, would stand in each line.
          Map.entry("hazelcast.logging.details.enabled", "false"),
          Map.entry("hazelcast.phone.home.enabled", "false"),
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          Map.entry("hazelcast.socket.bind.any", "false"),
          Map.entry("hazelcast.wait.seconds.before.join", "0"),
          Map.entry("hazelcast.socket.connect.timeout.seconds", "1"),
          // A node that says nothing is out after five seconds, and asked back as often.
          Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
          Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
          Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
          Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
          Map.entry("hazelcast.graceful.shutdown.max.wait", "5"),
          Map.entry("hazelcast.health.monitoring.level", "OFF"),
          // It carries a few dozen registrations: threads by the core would be idle.
          Map.entry("hazelcast.operation.thread.count", "2"),
          Map.entry("hazelcast.operation.generic.thread.count", "2"),
          Map.entry("hazelcast.io.thread.count", "1"),
          Map.entry("hazelcast.event.thread.count", "1"));

  private final ClusterConfig config;
  private final HazelcastClusterManager manager;

  /// Prepares to join.
  ///
  /// @param config who is there
  public Membership(ClusterConfig config) {
    this.config = config;
    this.manager = new HazelcastClusterManager(hazelcast(config));
  }

  /// Prepares to join, if this node is to.
  ///
  /// @param config who is there
  public static Optional<Membership> in(ClusterConfig config) {
    return config.enabled() ? Optional.of(new Membership(config)) : Optional.empty();
  }

  /// Starts a Vert.x that is part of the cluster; closing it leaves.
  ///
  /// @param builder what else it is made of
  /// @param options changed: where its bus listens
  /// @throws UnavailableException if it cannot join or listen
  public Vertx start(VertxBuilder builder, VertxOptions options) {
    new BusEndpoint(config.host(), config.busPort()).applyTo(options);
    var starting = builder.with(options).withClusterManager(manager).buildClustered();
    try {
      return starting
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException thrown) {
      throw new UnavailableException(refusal(thrown), thrown);
    }
  }

  /// Returns how many nodes there are, this one among them.
  public int members() {
    return manager.getNodes().size();
  }

  /// Returns what operators are told.
  public HealthCheck health() {
    return HealthCheck.of(
        "cluster",
        () ->
            Future.succeededFuture(
                new HealthState(
                    HealthState.Level.UP, members() == 1 ? "1 member" : members() + " members")));
  }

  private String refusal(CompletionException thrown) {
    var cause = thrown.getCause();
    return cause instanceof HazelcastException
            && String.valueOf(cause.getMessage()).contains("Port")
        ? "cluster.port: " + config.port() + " at " + config.host() + " (expected: a free port)"
        : "cluster: it cannot join (" + cause + ")";
  }

  static Config hazelcast(ClusterConfig config) {
    var hazelcast = new Config().setClusterName(name(config));
    PROPERTIES.forEach(hazelcast::setProperty);
    var network = hazelcast.getNetworkConfig();
    network.setPort(config.port()).setPortAutoIncrement(false).setReuseAddress(true);
    network.getInterfaces().setEnabled(true).addInterface(address(config.host()));
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(1);
    config.members().forEach(join.getTcpIpConfig()::addMember);
    hazelcast.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs").setBackupCount(BACKUPS).setValueCollectionType("SET"));
    hazelcast.getMapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS);
    hazelcast.getMetricsConfig().setEnabled(false);
    hazelcast
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(
            new JavaSerializationFilterConfig()
                .setWhitelist(
                    new ClassFilter()
                        .addPrefixes("com.hazelcast.", "io.vertx.spi.cluster.hazelcast.")));
    return hazelcast;
  }

  /// Who does not know the secret does not know the name either, and is not let in.
  private static String name(ClusterConfig config) {
    return config
        .secret()
        .map(secret -> config.name() + "-" + signature(secret, config.name()))
        .orElse(config.name());
  }

  private static String signature(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String address(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException unknown) {
      throw new UnavailableException("cluster.host: " + host + " is not known any more", unknown);
    }
  }
}
