/// The edge: HTTP in, answers out; rooms bring the routes.
@org.jspecify.annotations.NullMarked
module dev.peregrine.http {
  requires transitive dev.peregrine.bus;
  requires transitive io.vertx.core;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires com.aayushatharva.brotli4j;
  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;
  requires com.github.luben.zstd_jni;
  requires com.nimbusds.jose.jwt;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.buffer;
  requires io.netty.transport;
  requires org.slf4j;
  requires org.snakeyaml.engine.v2;

  exports dev.peregrine.http;
}
