/// Real servers for a machine that has none: Postgres, Redis and a mailbox.
@org.jspecify.annotations.NullMarked
module dev.peregrine.embedded {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires org.slf4j;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;
  requires greenmail;
  requires jakarta.mail;
  requires java.sql;
  requires jdk.security.auth;

  exports dev.peregrine.embedded;
}
