/// Remembers answers: in this process and in Redis.
@org.jspecify.annotations.NullMarked
module dev.peregrine.cache {
  requires transitive dev.peregrine.bus;
  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;
  requires io.vertx.redis.client;
  requires io.vertx.circuitbreaker;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.peregrine.cache;
}
