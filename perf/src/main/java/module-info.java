/// Load on the whole house, and what it did.
@org.jspecify.annotations.NullMarked
module dev.peregrine.perf {
  requires transitive io.vertx.core;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;
  requires dev.peregrine.bus;
  requires dev.peregrine.cache;
  requires dev.peregrine.embedded;
  requires dev.peregrine.http;
  requires dev.peregrine.persistence;
  requires HdrHistogram;
  requires info.picocli;
  requires io.vertx.sql.client;
  requires io.vertx.sql.client.pg;
  requires java.management;
  requires java.net.http;
  requires jdk.management;
  requires jmh.core;

  exports dev.peregrine.perf;
}
