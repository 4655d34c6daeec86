package dev.peregrine.payments.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.bus.TraceParent;
import dev.peregrine.payments.PaymentsConfig;
import dev.peregrine.payments.PaymentsStats;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The line to one outside service: bounded connections, a bounded queue before them, a circuit
/// breaker, and an end to every wait.
///
/// A question that its asker's deadline cuts short says nothing about the service, so the breaker
/// does not count it; the one that probes an open breaker is given the full time for the same
/// reason. Safe on any thread.
public final class Line {

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);
  private static final long WINDOW_MS = 10_000;
  private static final long NO_TIMEOUT = -1;
  private static final int CONNECT_TIMEOUT_MS = 500;
  private static final int KEEP_ALIVE_SECONDS = 15;

  private final Vertx vertx;
  private final String service;
  private final PaymentsConfig config;
  private final PaymentsStats stats;
  private final HttpClient client;
  private final CircuitBreaker breaker;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final String base;

  /// Makes a line that leads nowhere yet.
  ///
  /// @param vertx whose event loops do the work
  /// @param service its name in figures and logs
  /// @param config its bounds
  /// @param stats told how it fares
  public Line(Vertx vertx, String service, PaymentsConfig config, PaymentsStats stats) {
    this.vertx = vertx;
    this.service = service;
    this.config = config;
    this.stats = stats;
    this.base = "";
    this.client = client(vertx, config);
    this.breaker = breaker();
  }

  private Line(Line line, String base) {
    this.vertx = line.vertx;
    this.service = line.service;
    this.config = line.config;
    this.stats = line.stats;
    this.client = line.client;
    this.breaker = line.breaker;
    this.base = base;
  }

  /// Returns the line with somebody at its other end.
  ///
  /// @param server where; paths are appended to its own
  public Line to(URI server) {
    var text = server.toString();
    return new Line(this, text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  /// What is asked over a line.
  ///
  /// @param path begins with a slash
  /// @param key the idempotency key, if there is one
  /// @param body JSON
  record Ask(String path, Optional<String> key, Buffer body) {}

  /// Asks the service.
  ///
  /// @param ask what
  /// @param reader makes something of the reply; what it throws counts against the service
  /// @param call until when the asker waits
  <T> Future<T> ask(Ask ask, Function<Exchange.Reply, T> reader, Call call) {
    var start = System.nanoTime();
    var remainingMs = call.deadline().remainingMs();
    if (remainingMs <= 0) {
      return ended("late", start, failure(FailureKind.DEADLINE, "the deadline has passed"));
    }
    if (inFlight.incrementAndGet() > config.connections() + config.queue()) {
      inFlight.decrementAndGet();
      return ended("overloaded", start, failure(FailureKind.OVERLOADED, "too many are waiting"));
    }
    var fullMs = config.timeout().toMillis();
    var closed = breaker.state() == CircuitBreakerState.CLOSED;
    var limitMs = closed ? Math.min(fullMs, remainingMs) : fullMs;
    return breaker
        .<Optional<T>>execute(() ->
            exchange(ask, call, limitMs)
                .map(reply -> Optional.of(reader.apply(reply)))
                .recover(thrown ->
                    limitMs < fullMs && isLate(thrown)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(thrown)))
        .transform((answer, thrown) -> {
          inFlight.decrementAndGet();
          if (thrown != null) {
            return refused(thrown, start);
          }
          if (answer.isEmpty()) {
            return ended("late", start, failure(FailureKind.DEADLINE, "the deadline came first"));
          }
          stats.called(service, "answered", System.nanoTime() - start);
          return Future.succeededFuture(answer.get());
        });
  }

  /// Closes the connections and the breaker.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    breaker.close();
    return client.close();
  }

  private Future<Exchange.Reply> exchange(Ask ask, Call call, long limitMs) {
    var where =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(base + ask.path())
            .setFollowRedirects(false)
            // Bounds the wait for a free connection, too: the exchange's own limit comes first.
            .setConnectTimeout(limitMs + CONNECT_TIMEOUT_MS)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .putHeader(HttpHeaders.ACCEPT, "application/json")
            .putHeader("X-Request-Id", call.trace());
    call.traceParent().ifPresent(it -> where.putHeader(TraceParent.NAME, it.header()));
    ask.key().ifPresent(key -> where.putHeader("Idempotency-Key", key));
    config.token().ifPresent(it -> where.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + it));
    return new Exchange(vertx, config.answerLimitBytes()).begin(client, where, ask.body(), limitMs);
  }

  private <T> Future<T> refused(Throwable thrown, long start) {
    if (thrown instanceof OpenCircuitException) {
      return ended("open", start, failure(FailureKind.UNAVAILABLE, "left alone for a while"));
    }
    LOG.debug("{} failed", service, thrown);
    var outcome = isLate(thrown) ? "late" : "failed";
    return ended(outcome, start, failure(FailureKind.UNAVAILABLE, thrown.getMessage() + ""));
  }

  private <T> Future<T> ended(String outcome, long start, BusFailure failure) {
    stats.called(service, outcome, System.nanoTime() - start);
    return Future.failedFuture(failure);
  }

  private BusFailure failure(FailureKind kind, String detail) {
    return new BusFailure(kind, "payments." + service, detail);
  }

  private static boolean isLate(Throwable thrown) {
    return thrown instanceof GatewayFault fault && fault.isLate();
  }

  private static HttpClient client(Vertx vertx, PaymentsConfig config) {
    var options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setDecompressionSupported(false)
            .setTcpNoDelay(true);
    var pool =
        new PoolOptions()
            .setHttp1MaxSize(config.connections())
            .setMaxWaitQueueSize(config.queue() + 1);
    return vertx.httpClientBuilder().with(options).with(pool).build();
  }

  private CircuitBreaker breaker() {
    var options =
        new CircuitBreakerOptions()
            .setMaxFailures(config.failuresToOpen())
            .setFailuresRollingWindow(WINDOW_MS)
            .setResetTimeout(config.retryAfter().toMillis())
            .setTimeout(NO_TIMEOUT)
            .setMaxRetries(0);
    stats.breaker(service, "closed");
    return CircuitBreaker.create("payments-" + service, vertx, options)
        .openHandler(opened -> {
          LOG.warn("{} does not answer: left alone for {}", service, config.retryAfter());
          stats.breaker(service, "open");
        })
        .halfOpenHandler(probing -> stats.breaker(service, "half_open"))
        .closeHandler(closed -> {
          LOG.info("{} answers again", service);
          stats.breaker(service, "closed");
        });
  }
}
