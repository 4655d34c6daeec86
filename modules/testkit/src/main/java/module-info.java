/// For tests: real servers, and a bus to ask on.
@org.jspecify.annotations.NullMarked
module dev.peregrine.testkit {
  requires transitive dev.peregrine.bus;
  requires transitive dev.peregrine.embedded;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive org.junit.jupiter.api;
  requires io.netty.common;
  requires java.sql;
  requires org.slf4j;
  requires com.github.dockerjava.api;
  requires org.junit.platform.launcher;
  requires testcontainers;
  requires awaitility;

  exports dev.peregrine.testkit;

  provides org.junit.platform.launcher.LauncherSessionListener with
      dev.peregrine.testkit.internal.LeakGuard,
      dev.peregrine.testkit.internal.Patience;
}
