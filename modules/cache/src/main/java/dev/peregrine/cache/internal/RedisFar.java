package dev.peregrine.cache.internal;

import dev.peregrine.cache.RedisConfig;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;

/// A far tier in Redis.
///
/// @param config how long to wait for it
/// @param uri where it is
public record RedisFar(RedisConfig config, URI uri) implements Far {

  @Override
  public Duration rest() {
    return config.retryAfter();
  }

  @Override
  public FarStore store(Vertx vertx, String namespace) {
    var link = new RedisLink(vertx, uri, config, "cache");
    return new RedisFarStore(link, new RedisNames(namespace));
  }

  @Override
  public FarLog log(Vertx vertx, String namespace) {
    var link = new RedisLink(vertx, uri, config, "cache-tail");
    return new RedisFarLog(link, new RedisNames(namespace));
  }
}
