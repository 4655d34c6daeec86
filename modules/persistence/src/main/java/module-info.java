/// Asks Postgres, and keeps promises across a crash.
@org.jspecify.annotations.NullMarked
module dev.peregrine.persistence {
  requires transitive dev.peregrine.bus;
  requires transitive io.vertx.sql.client;
  requires io.vertx.sql.client.pg;
  requires com.fasterxml.uuid;
  requires flyway.core;
  requires java.sql;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.peregrine.persistence;
}
