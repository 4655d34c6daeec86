/// For tests: real servers, and a bus to ask on.
@org.jspecify.annotations.NullMarked
module dev.peregrine.testkit {
  requires transitive dev.peregrine.bus;
  requires transitive dev.peregrine.embedded;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive org.junit.jupiter.api;
  requires java.sql;
  requires org.slf4j;
  requires com.github.dockerjava.api;
  requires testcontainers;

  exports dev.peregrine.testkit;
}
