/// Tells people by mail what happened.
@org.jspecify.annotations.NullMarked
module dev.peregrine.notifications {
  requires transitive dev.peregrine.bus;
  requires transitive dev.peregrine.persistence;
  requires io.vertx.mail.client;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.peregrine.notifications;
}
