package dev.peregrine.http.internal;

import dev.peregrine.http.Access;
import dev.peregrine.http.Caller;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Lets callers in, or says what they lack.
///
/// A token is checked once and believed for a minute at most: as long as it is good and the keys
/// are the same. Confined to one context.
public final class Gate {

  private static final String OPERATORS = "ops";
  private static final Future<Caller> ANYBODY = Future.succeededFuture(Caller.ANYBODY);
  private static final int MOST_KNOWN = 4_096;
  private static final long MOST_SECONDS = 60;
  private static final String SCHEME = "bearer ";

  private final KeyRing ring;
  private final LocalNames names;
  private final MessageDigest digest;
  private final Map<String, Known> known = new Known.Newest(MOST_KNOWN);

  /// Makes one.
  ///
  /// @param ring the keys
  /// @param host where the server listens
  public Gate(KeyRing ring, String host) {
    this.ring = ring;
    this.names = new LocalNames(host);
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is in every Java", impossible);
    }
  }

  /// A token that was good.
  ///
  /// @param caller who bears it, done
  /// @param keys by which it was checked
  /// @param untilNanos how long that is believed, by the monotonic clock
  private record Known(Future<Caller> caller, KeySet keys, long untilNanos) {

    private boolean holds(KeySet now) {
      return keys == now && System.nanoTime() - untilNanos < 0;
    }

    /// Those used last. By digest: no token is kept.
    private static final class Newest extends LinkedHashMap<String, Known> {

      private static final long serialVersionUID = 1L;

      private final int most;

      private Newest(int most) {
        super(64, 0.75f, true);
        this.most = most;
      }

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
        return size() > most;
      }
    }
  }

  /// Refuses a head that nothing may be done for.
  ///
  /// @throws Rejection with status 400, 417 or 421
  void checkHead(HttpServerRequest http) {
    Admission.checkHead(http);
    if (!ring.enabled()) {
      names.check(http.headers().get(HttpHeaders.HOST));
    }
  }

  /// Tells who asks, nearly always at once; where a key must be fetched first, the body waits.
  ///
  /// @param next takes who asks, or a [Rejection] of status 401 or 403; on the same context
  void admit(HttpServerRequest http, Access access, Consumer<AsyncResult<Caller>> next) {
    var caller = caller(http, access);
    if (caller.isComplete()) {
      next.accept(caller);
      return;
    }
    var context = Objects.requireNonNull(Vertx.currentContext(), "not on a context");
    http.pause();
    var _ =
        caller.onComplete(known ->
            context.runOnContext(hopped -> {
              http.resume();
              next.accept(known);
            }));
  }

  /// Tells whether an operator asks: who bears the scope, or, where nobody is asked for a token,
  /// who comes from this machine.
  boolean isOperator(HttpServerRequest http, Caller caller) {
    if (ring.enabled()) {
      return caller.scopes().contains(OPERATORS);
    }
    var address = http.remoteAddress().hostAddress();
    return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
  }

  private Future<Caller> caller(HttpServerRequest http, Access access) {
    if (!ring.enabled() || !(access instanceof Access.Bearer(String scope))) {
      return ANYBODY;
    }
    var headers = http.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (headers.isEmpty()) {
      return Future.failedFuture(unknown("", "A token is needed: Authorization: Bearer …"));
    }
    var header = headers.getFirst();
    if (headers.size() > 1 || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Future.failedFuture(bad("One bearer token is expected in Authorization."));
    }
    var token = header.substring(SCHEME.length()).strip();
    var caller = token.length() > TokenReader.MOST_CHARS ? read(token, "") : caller(token);
    return caller.succeeded() && caller.result().scopes().contains(scope)
        ? caller
        : caller.compose(who -> who.scopes().contains(scope) ? caller : lacks(scope));
  }

  private Future<Caller> caller(String token) {
    var bytes = digest.digest(token.getBytes(StandardCharsets.UTF_8));
    var key = new String(bytes, StandardCharsets.ISO_8859_1);
    var found = known.get(key);
    return found != null && found.holds(ring.keys()) ? found.caller() : read(token, key);
  }

  private Future<Caller> read(String token, String key) {
    var keys = ring.keys();
    return switch (ring.reader().read(token, keys, nowSeconds())) {
      case TokenOutcome.Good good -> remembered(key, keys, good);
      case TokenOutcome.Bad bad -> Future.failedFuture(bad(bad.why()));
      case TokenOutcome.UnknownKey() ->
          ring.renewed().otherwise(keys).compose(renewed -> readAgain(token, renewed));
    };
  }

  /// Not remembered: this may run on another thread.
  private Future<Caller> readAgain(String token, KeySet keys) {
    return switch (ring.reader().read(token, keys, nowSeconds())) {
      case TokenOutcome.Good good -> Future.succeededFuture(good.caller());
      case TokenOutcome.Bad bad -> Future.failedFuture(bad(bad.why()));
      case TokenOutcome.UnknownKey() ->
          Future.failedFuture(bad("The token is signed with a key that is not known here."));
    };
  }

  private Future<Caller> remembered(String key, KeySet keys, TokenOutcome.Good good) {
    var seconds = Math.min(MOST_SECONDS, good.forSeconds());
    var caller = Future.succeededFuture(good.caller());
    known.put(key, new Known(caller, keys, System.nanoTime() + seconds * 1_000_000_000L));
    return caller;
  }

  private static long nowSeconds() {
    return Math.floorDiv(System.currentTimeMillis(), 1_000);
  }

  private static Rejection bad(String why) {
    return unknown(", error=\"invalid_token\", error_description=\"" + why + "\"", why);
  }

  private static Rejection unknown(String error, String why) {
    return new Rejection(
        Problem.of(401, "unauthenticated", "Who are you?", why),
        Map.of("WWW-Authenticate", "Bearer realm=\"peregrine\"" + error));
  }

  private static Future<Caller> lacks(String scope) {
    var why = "The token lacks the scope " + scope + ".";
    return Future.failedFuture(
        new Rejection(
            Problem.of(403, "forbidden", "Not yours to do", why),
            Map.of(
                "WWW-Authenticate",
                "Bearer realm=\"peregrine\", error=\"insufficient_scope\", scope=\""
                    + scope
                    + "\"")));
  }
}
