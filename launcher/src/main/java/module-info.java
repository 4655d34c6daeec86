/// The launcher: configuration, command line and wiring.
@org.jspecify.annotations.NullMarked
module dev.peregrine.launcher {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;
  requires dev.peregrine.bus;
  requires dev.peregrine.cache;
  requires dev.peregrine.customers;
  requires dev.peregrine.embedded;
  requires dev.peregrine.http;
  requires dev.peregrine.notifications;
  requires dev.peregrine.observability;
  requires dev.peregrine.payments;
  requires dev.peregrine.persistence;
  requires com.hazelcast.core;
  requires io.vertx.clustermanager.hazelcast;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires java.management;
  requires java.net.http;
  requires jdk.management;
  requires org.slf4j;
  requires org.snakeyaml.engine.v2;

  exports dev.peregrine.launcher;
}
