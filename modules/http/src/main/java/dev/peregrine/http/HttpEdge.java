package dev.peregrine.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One port and all that is served there: what the instances of one [HttpVerticle] share.
///
/// For one deployment only. Safe on any thread.
public final class HttpEdge {

  private final String name;
  private final HttpConfig config;
  private final HttpStats stats;
  private final List<Routes> routes;
  private final Tokens tokens;
  private final OpenApi contract;
  private final Promise<Integer> port = Promise.promise();
  private final Promise<Void> drained = Promise.promise();
  private final AtomicInteger openEventStreams = new AtomicInteger();
  private volatile boolean draining;

  /// Puts an edge together.
  ///
  /// @param name what its keys start with: `http` or `ops`
  /// @param config where it listens and what it bears
  /// @param stats told about every request
  /// @param routes what is served
  public HttpEdge(String name, HttpConfig config, HttpStats stats, List<Routes> routes) {
    this.name = name;
    this.config = config;
    this.stats = stats;
    this.routes = List.copyOf(routes);
    this.tokens = Tokens.OFF;
    this.contract = OpenApi.NONE;
  }

  private HttpEdge(HttpEdge other, Tokens tokens, OpenApi contract) {
    this.name = other.name;
    this.config = other.config;
    this.stats = other.stats;
    this.routes = other.routes;
    this.tokens = tokens;
    this.contract = contract;
  }

  /// Returns this edge, not deployed yet, for callers with tokens.
  ///
  /// @param good which tokens are good
  public HttpEdge guardedBy(Tokens good) {
    return new HttpEdge(this, good, contract);
  }

  /// Returns what its keys start with.
  public String name() {
    return name;
  }

  /// Returns where it listens and what it bears.
  public HttpConfig config() {
    return config;
  }

  /// Returns who is told about every request.
  public HttpStats stats() {
    return stats;
  }

  /// Returns what is served.
  public List<Routes> routes() {
    return routes;
  }

  /// Returns this edge, not deployed yet, with a contract by which requests are checked, and which
  /// is shown.
  ///
  /// @param described what is served
  public HttpEdge describedBy(OpenApi described) {
    return new HttpEdge(this, tokens, described);
  }

  /// Returns every route that is served, requests checked by the contract.
  public List<Route> table() {
    var table = new RouteTable();
    routes.forEach(brought -> brought.mount(table));
    contract.routes().mount(table);
    return table.routes().stream().map(contract::checked).toList();
  }

  Tokens tokens() {
    return tokens;
  }

  /// Returns the port it listens at; failed with a [ListenFailure] when it cannot.
  public Future<Integer> port() {
    return port.future();
  }

  /// Makes clients leave: every answer from now on closes its connection, and streams of events
  /// end. Called some time before the verticle is undeployed, it lets a balancer and keep-alive
  /// clients move without a failed request; undeploying calls it, too.
  public void drain() {
    draining = true;
    var _ = drained.tryComplete();
  }

  /// Tells whether clients are made to leave.
  public boolean draining() {
    return draining;
  }

  /// Done when clients are made to leave.
  Future<Void> drained() {
    return drained.future();
  }

  /// How many streams of events all instances hold open.
  AtomicInteger openEventStreams() {
    return openEventStreams;
  }

  void listensAt(int actualPort) {
    var _ = port.tryComplete(actualPort);
  }

  void doesNotListen(ListenFailure failure) {
    var _ = port.tryFail(failure);
  }
}
