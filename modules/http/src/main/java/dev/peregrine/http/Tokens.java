package dev.peregrine.http;

import dev.peregrine.http.internal.KeyRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/// The tokens that are good here: what the ports of one process share. Safe on any thread.
public final class Tokens implements AutoCloseable {

  /// Asks nobody for a token.
  public static final Tokens OFF = new Tokens(AuthConfig.defaults());

  private final KeyRing ring;

  /// Makes it; no token is good before it is opened.
  ///
  /// @param config whose word is taken
  public Tokens(AuthConfig config) {
    this.ring = new KeyRing(config);
  }

  /// Gets the keys, and goes on doing so.
  ///
  /// @param vertx fetches
  /// @return done when there are keys, or none are needed; failed with a [KeysFailure] when there
  ///   are none
  public Future<Void> open(Vertx vertx) {
    return ring.open(vertx);
  }

  /// Ends the fetching; the keys that are there stay good.
  @Override
  public void close() {
    ring.close();
  }

  KeyRing ring() {
    return ring;
  }
}
