package dev.peregrine.cache.history;

import static dev.peregrine.testkit.Awaiting.await;

import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.testkit.FaultProxy;
import dev.peregrine.testkit.OwnServers;
import dev.peregrine.testkit.PostgresServer;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Some nodes in JVMs of their own, a Redis, a source, and between them networks that fail.
final class Network implements AutoCloseable {

  static final Duration BOUND = Duration.ofSeconds(1);
  private static final String NAMESPACE = "history";

  private final Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final List<EmbeddedRedis> servers = new ArrayList<>();
  private final List<FaultProxy> proxies = new ArrayList<>();
  private final List<HistoryProcess> nodes = new ArrayList<>();
  private final URI database = Servers.postgres().freshDatabase();
  private final FaultProxy sourceProxy = FaultProxy.to(database);
  private final VersionSource source = new VersionSource(PostgresServer.jdbcUrl(database));
  private final long seed;

  Network(Path directory, long seed) {
    this.directory = directory;
    this.seed = seed;
    source.create();
    servers.add(server());
  }

  private EmbeddedRedis server() {
    var name = "redis" + servers.size();
    return OwnServers.redis(directory.resolve(name));
  }

  /// Adds a node that finds the Redis of the others.
  void addNode(Duration staleAtMost) {
    addNode(staleAtMost, redis().uri());
  }

  /// Adds a node that finds a Redis of its own, which is none of the others' business.
  void addStranger() {
    servers.add(0, server());
    addNode(BOUND, servers.getFirst().uri());
  }

  private void addNode(Duration staleAtMost, URI redis) {
    var proxy = FaultProxy.to(redis);
    proxies.add(proxy);
    var plan =
        new HistoryProcess.Plan(
            proxy.through(redis),
            NAMESPACE,
            PostgresServer.jdbcUrl(sourceProxy.through(database)),
            seed + nodes.size(),
            staleAtMost);
    nodes.add(new HistoryProcess(nodes.size(), plan, directory));
  }

  EmbeddedRedis redis() {
    return servers.getLast();
  }

  VersionSource source() {
    return source;
  }

  FaultProxy sourceProxy() {
    return sourceProxy;
  }

  List<FaultProxy> proxies() {
    return proxies;
  }

  List<HistoryProcess> nodes() {
    return nodes;
  }

  /// Another Redis, empty, takes the place of the one that is there.
  void promote() {
    var old = redis();
    servers.add(server());
    proxies.forEach(proxy -> proxy.target(redis().uri()));
    old.kill();
    proxies.forEach(FaultProxy::cut);
  }

  /// Does something to Redis itself, past the networks.
  void order(Command command, String... words) {
    var request = Request.cmd(command);
    for (var word : words) {
      request.arg(word);
    }
    var client = Redis.createClient(vertx, redis().uri().toString());
    await(client.send(request).eventually(client::close));
  }

  static String log() {
    return "{" + NAMESPACE + "}:x";
  }

  /// Starts one more node, here, without memory, which reads what Redis has.
  HistoryNode reader() {
    return new HistoryNode(redis().uri(), NAMESPACE, source, BOUND);
  }

  /// Lets the sessions go on for a time.
  void run(long ms) {
    await(vertx.timer(ms, TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    try {
      nodes.forEach(HistoryProcess::close);
    } finally {
      nodes.forEach(HistoryProcess::kill);
    }
    proxies.forEach(FaultProxy::close);
    sourceProxy.close();
    source.close();
    servers.forEach(EmbeddedRedis::close);
    await(vertx.close());
  }
}
