/// Shows what the house is doing: meters, health, and the routes that serve both.
@org.jspecify.annotations.NullMarked
module dev.peregrine.observability {
  requires transitive dev.peregrine.bus;
  requires transitive dev.peregrine.cache;
  requires transitive dev.peregrine.http;
  requires transitive dev.peregrine.persistence;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires async.profiler;
  requires io.netty.buffer;
  requires io.netty.common;
  requires java.management;
  requires jdk.jfr;
  requires jdk.management;
  requires jfr.converter;
  requires micrometer.registry.prometheus;
  requires org.slf4j;

  exports dev.peregrine.observability;
}
