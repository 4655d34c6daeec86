package dev.peregrine.http.internal;

import dev.peregrine.http.AuthConfig;
import dev.peregrine.http.KeysFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The issuer's keys, kept and renewed; what was there stays good while the issuer is away.
///
/// Safe on any thread.
public final class KeyRing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
  private static final int ATTEMPTS_AT_START = 3;

  /// Tokens with made-up keys fetch no more often than this.
  private static final Duration REST = Duration.ofSeconds(5);

  private final AuthConfig config;
  private final TokenReader reader;
  private final AtomicReference<@Nullable Future<KeySet>> fetching = new AtomicReference<>();
  private volatile KeySet keys = KeySet.of(java.util.List.of());
  private volatile String source = "";
  private volatile long restedAtNanos = System.nanoTime();
  private volatile boolean failing;
  private volatile boolean closed;
  private volatile @Nullable KeyFetch fetch;

  /// Makes an empty one.
  ///
  /// @param config where the keys are
  public KeyRing(AuthConfig config) {
    this.config = config;
    this.reader = new TokenReader(config);
  }

  /// Gets the keys for the first time, and from then on again and again.
  ///
  /// @param vertx fetches
  /// @return failed with a [KeysFailure] when there is none
  public Future<Void> open(Vertx vertx) {
    if (!config.enabled()) {
      return Future.succeededFuture();
    }
    if (config.keyFile().isPresent()) {
      var file = config.keyFile().get();
      return vertx
          .executeBlocking(() -> KeyFile.read(file))
          .onSuccess(read -> keys = read)
          .mapEmpty();
    }
    var url = config.jwksUrl().orElseThrow();
    fetch = new KeyFetch(vertx, url, config.fetchTimeout());
    return first(ATTEMPTS_AT_START, url)
        .onSuccess(fetched -> renewLater(vertx))
        .onFailure(thrown -> close())
        .mapEmpty();
  }

  boolean enabled() {
    return config.enabled();
  }

  TokenReader reader() {
    return reader;
  }

  /// Returns the keys that are good now: the same object as long as they are the same.
  KeySet keys() {
    return keys;
  }

  /// Fetches the keys since a token names one that is not there; joins a fetch that is under way.
  ///
  /// @return the keys afterwards; at once, and the old ones, if a fetch has just been made
  Future<KeySet> renewed() {
    var running = fetching.get();
    if (running != null) {
      return running;
    }
    if (fetch == null || System.nanoTime() - restedAtNanos < 0) {
      return Future.succeededFuture(keys);
    }
    restedAtNanos = System.nanoTime() + REST.toNanos();
    return fetched();
  }

  @Override
  public void close() {
    closed = true;
    var open = fetch;
    if (open != null) {
      open.close();
    }
  }

  private Future<KeySet> first(int attempts, URI url) {
    return fetched()
        .recover(thrown ->
            attempts > 1
                ? first(attempts - 1, url)
                : Future.failedFuture(
                    new KeysFailure(
                        "auth.jwksUrl: no keys from "
                            + url.getHost()
                            + " (expected: a JWK set with keys for RS256, ES256 or EdDSA): "
                            + thrown.getMessage(),
                        thrown)));
  }

  /// Fetches once, however many ask meanwhile.
  private Future<KeySet> fetched() {
    var open = fetch;
    if (open == null) {
      return Future.succeededFuture(keys);
    }
    var answer = io.vertx.core.Promise.<KeySet>promise();
    var running = fetching.compareAndExchange(null, answer.future());
    if (running != null) {
      return running;
    }
    var _ =
        open.text()
            .map(this::taken)
            .onComplete((set, thrown) -> {
              fetching.set(null);
              note(thrown);
              if (thrown == null) {
                answer.complete(set);
              } else {
                answer.fail(thrown);
              }
            });
    return answer.future();
  }

  private KeySet taken(String text) {
    if (text.equals(source)) {
      return keys;
    }
    try {
      var read = KeySet.parse(text);
      if (read.isEmpty()) {
        throw new IllegalStateException("the answer has no key that is used here");
      }
      keys = read;
      source = text;
      return read;
    } catch (ParseException malformed) {
      throw new IllegalStateException("the answer is no JWK set", malformed);
    }
  }

  /// Says once that the issuer is away, and once that it is back.
  private void note(@Nullable Throwable thrown) {
    if (thrown != null && !failing && !closed) {
      failing = true;
      LOG.warn("the issuer's keys cannot be fetched ({}); the old ones stay", thrown.getMessage());
    } else if (thrown == null && failing) {
      failing = false;
      LOG.info("the issuer's keys are fetched again");
    }
  }

  /// Nodes that start together do not ask together.
  private void renewLater(Vertx vertx) {
    if (closed) {
      return;
    }
    var delayMs = config.refreshEvery().toMillis();
    var jitterMs = ThreadLocalRandom.current().nextLong(delayMs / 10 + 1);
    var _ =
        vertx.setTimer(
            delayMs - jitterMs,
            fired -> {
              if (!closed) {
                var _ = fetched().onComplete(done -> renewLater(vertx));
              }
            });
  }
}
