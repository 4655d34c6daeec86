package dev.peregrine.launcher.rules;

import static dev.peregrine.launcher.rules.House.isBelow;
import static dev.peregrine.launcher.rules.House.noAccess;
import static dev.peregrine.launcher.rules.House.noUse;
import static dev.peregrine.launcher.rules.House.room;
import static dev.peregrine.launcher.rules.House.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What code must not do, wherever it stands.
class CodeRulesTest {

  /// Rooms that may block, each because it never runs on an event loop.
  private static final Set<String> MAY_BLOCK = Set.of("embedded", "launcher", "testkit");

  private static final Map<Class<?>, Set<String>> BLOCKING =
      Map.of(
          Thread.class, Set.of("sleep", "join"),
          Object.class, Set.of("wait"),
          java.util.concurrent.Future.class, Set.of("get", "join"),
          io.vertx.core.Future.class, Set.of("await"),
          CountDownLatch.class, Set.of("await"),
          Semaphore.class, Set.of("acquire"),
          BlockingQueue.class, Set.of("take", "put"));

  @TempDir Path folder;

  private static final ArchRule NO_BLOCKING =
      noAccess("nothing blocks an event loop", CodeRulesTest::blocks);

  private static boolean blocks(JavaAccess<?> access) {
    return !MAY_BLOCK.contains(room(access.getOriginOwner()))
        && BLOCKING.entrySet().stream()
            .filter(blocking -> blocking.getValue().contains(access.getTarget().getName()))
            .anyMatch(blocking -> access.getTargetOwner().isAssignableTo(blocking.getKey()));
  }

  @Test
  void nothing_blocks_an_event_loop() {
    NO_BLOCKING.check(House.CLASSES);
  }

  @Test
  void nothing_blocks_an_event_loop_can_fail() {
    var calls =
        """
        class %s {
          void a() throws Exception { Thread.sleep(1); }
          void b() throws Exception { new java.util.concurrent.FutureTask<>(() -> 1).get(); }
          void c() { new java.util.concurrent.CompletableFuture<>().join(); }
          void d(io.vertx.core.Future<?> future) { future.await(); }
          void e() throws Exception { wait(); }
          void f(java.util.concurrent.CountDownLatch latch) throws Exception { latch.await(); }
          java.util.function.Supplier<?> g(io.vertx.core.Future<?> it) { return it::await; }
          void sound() { java.util.Map.of().get(1); }
        }
        """;
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.cache; " + calls.formatted("Blocks"),
            "package dev.peregrine.embedded; " + calls.formatted("Waits"));

    assertThat(violations(NO_BLOCKING, classes))
        .hasSize(7)
        .allMatch(found -> found.contains("cache.Blocks"));
  }

  private static final ArchRule NO_JAVA_SERIALISATION =
      noUse(
          "nothing is deserialised as code",
          (user, used) -> used.getName().equals("java.io.ObjectInputStream"));

  @Test
  void nothing_is_deserialised_as_code() {
    NO_JAVA_SERIALISATION.check(House.CLASSES);
  }

  @Test
  void nothing_is_deserialised_as_code_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.cache; class Reads { java.io.ObjectInputStream in; }",
            "package dev.peregrine.cache; class Writes { java.io.ObjectOutputStream out; }");

    assertThat(violations(NO_JAVA_SERIALISATION, classes))
        .hasSize(1)
        .allMatch(found -> found.contains("Reads"));
  }

  private static final ArchRule NO_PRINTING =
      noAccess(
          "only the launcher speaks to the terminal",
          access ->
              access.getTargetOwner().isEquivalentTo(System.class)
                  && Set.of("out", "err").contains(access.getTarget().getName())
                  // The test kit says once which servers it uses.
                  && !Set.of("launcher", "testkit").contains(room(access.getOriginOwner())));

  @Test
  void only_the_launcher_speaks_to_the_terminal() {
    NO_PRINTING.check(House.CLASSES);
  }

  @Test
  void only_the_launcher_speaks_to_the_terminal_can_fail() {
    var prints = "class %s { void any() { System.%s.println(); System.nanoTime(); } }";
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.cache; " + prints.formatted("Prints", "out"),
            "package dev.peregrine.cache; " + prints.formatted("Shouts", "err"),
            "package dev.peregrine.launcher; " + prints.formatted("Speaks", "out"));

    assertThat(violations(NO_PRINTING, classes))
        .hasSize(2)
        .allMatch(found -> found.contains("peregrine.cache."));
  }

  private static final ArchRule ONE_LOG =
      noUse("SLF4J is the only log", (user, used) -> isBelow(used, "java.util.logging"));

  @Test
  void slf4j_is_the_only_log() {
    ONE_LOG.check(House.CLASSES);
  }

  @Test
  void slf4j_is_the_only_log_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.cache; class Logs { java.util.logging.Logger log; }",
            "package dev.peregrine.cache; class Sound { org.slf4j.Logger log; }");

    assertThat(violations(ONE_LOG, classes)).hasSize(1).allMatch(found -> found.contains("Logs"));
  }
}
