package dev.peregrine.launcher.rules;

import static dev.peregrine.launcher.rules.House.isBelow;
import static dev.peregrine.launcher.rules.House.noUse;
import static dev.peregrine.launcher.rules.House.room;
import static dev.peregrine.launcher.rules.House.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may import whom.
class ArchitectureTest {

  private static final Set<String> DOORS_OF_ALL =
      Set.of(
          "bus",
          "cache",
          "customers",
          "embedded",
          "http",
          "notifications",
          "observability",
          "payments",
          "persistence");

  /// The rooms whose root packages a room may import. A new room needs a row.
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("bus", Set.of()),
          Map.entry("embedded", Set.of()),
          Map.entry("testkit", Set.of("bus", "embedded")),
          Map.entry("cache", Set.of("bus")),
          Map.entry("persistence", Set.of("bus")),
          Map.entry("http", Set.of("bus", "cache")),
          Map.entry("notifications", Set.of("bus", "persistence")),
          Map.entry("payments", Set.of("bus")),
          Map.entry("customers", Set.of("bus", "cache", "persistence", "http", "payments")),
          Map.entry("observability", Set.of("bus", "cache", "persistence", "http")),
          Map.entry("launcher", DOORS_OF_ALL));

  /// The rooms that serve in another project: they know no domain.
  private static final Set<String> HOUSE =
      Set.of("bus", "cache", "embedded", "http", "observability", "persistence");

  @TempDir Path folder;

  @Test
  void every_room_is_on_the_class_path_and_has_a_row() {
    var seen = House.CLASSES.stream().map(House::room).collect(Collectors.toSet());

    assertThat(seen).containsAll(Repository.here().roomsWithCode());
    assertThat(MAY_IMPORT.keySet()).containsAll(seen);
  }

  private static final ArchRule DOORS =
      noUse(
          "a room imports only doors, and only of the rooms in its row",
          (user, used) ->
              !room(used).isEmpty() && !room(used).equals(room(user)) && !mayImport(user, used));

  private static boolean mayImport(JavaClass user, JavaClass used) {
    return House.isDoor(used) && MAY_IMPORT.getOrDefault(room(user), Set.of()).contains(room(used));
  }

  @Test
  void a_room_imports_only_doors_in_its_row() {
    DOORS.check(House.CLASSES);
  }

  @Test
  void a_room_imports_only_doors_in_its_row_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.http; public class HttpDoor {}",
            "package dev.peregrine.bus.internal; public class BusSecret {}",
            "package dev.peregrine.cache; class TooFar { dev.peregrine.http.HttpDoor door; }",
            "package dev.peregrine.cache; class TooDeep { dev.peregrine.bus.internal.BusSecret s;"
                + " }",
            "package dev.peregrine.cache; class Sound { dev.peregrine.bus.Address<?, ?> address; }",
            "package dev.peregrine.attic; class NoRow { dev.peregrine.http.HttpDoor door; }");

    assertThat(violations(DOORS, classes))
        .hasSize(3)
        .anyMatch(found -> found.contains("TooFar"))
        .anyMatch(found -> found.contains("TooDeep"))
        .anyMatch(found -> found.contains("NoRow"));
  }

  private static final ArchRule LAUNCHER =
      noUse("nobody imports the launcher", (user, used) -> isFrom("launcher", user, used));

  @Test
  void nobody_imports_the_launcher() {
    LAUNCHER.check(House.CLASSES);
  }

  @Test
  void nobody_imports_the_launcher_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.launcher; public class Door { Door same; }",
            "package dev.peregrine.perf; class Peeks { dev.peregrine.launcher.Door door; }");

    assertThat(violations(LAUNCHER, classes)).hasSize(1).allMatch(found -> found.contains("Peeks"));
  }

  private static final ArchRule TESTKIT =
      noUse("main code uses no testkit", (user, used) -> isFrom("testkit", user, used));

  @Test
  void main_code_uses_no_testkit() {
    TESTKIT.check(House.CLASSES);
  }

  @Test
  void main_code_uses_no_testkit_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.testkit; public class Probe { Probe same; }",
            "package dev.peregrine.launcher; class Probed { dev.peregrine.testkit.Probe probe; }");

    assertThat(violations(TESTKIT, classes)).hasSize(1).allMatch(found -> found.contains("Probed"));
  }

  private static final ArchRule DOMAIN =
      noUse(
          "the house knows no domain",
          (user, used) ->
              HOUSE.contains(room(user)) && !room(used).isEmpty() && !HOUSE.contains(room(used)));

  @Test
  void the_house_knows_no_domain() {
    DOMAIN.check(House.CLASSES);
  }

  @Test
  void the_house_knows_no_domain_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.customers; public class Customer { dev.peregrine.bus.Bus bus; }",
            "package dev.peregrine.cache; class Knows { dev.peregrine.customers.Customer one; }");

    assertThat(violations(DOMAIN, classes)).hasSize(1).allMatch(found -> found.contains("Knows"));
  }

  private static final ArchRule CYCLES =
      SlicesRuleDefinition.slices().matching("dev.peregrine.(*)..").should().beFreeOfCycles();

  @Test
  void rooms_form_no_cycle() {
    CYCLES.check(House.CLASSES);
  }

  @Test
  void rooms_form_no_cycle_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.cache; public class To { dev.peregrine.http.Fro fro; }",
            "package dev.peregrine.http; public class Fro { dev.peregrine.cache.To to; }");

    assertThat(violations(CYCLES, classes)).hasSize(1).allMatch(found -> found.contains("Cycle"));
  }

  private static final ArchRule EVENT_BUS =
      noUse(
          "the event bus is the bus room's",
          (user, used) ->
              isBelow(used, "io.vertx.core.eventbus")
                  // The test kit overhears the bus.
                  && !Set.of("bus", "testkit").contains(room(user)));

  @Test
  void the_event_bus_is_the_bus_rooms() {
    EVENT_BUS.check(House.CLASSES);
  }

  @Test
  void the_event_bus_is_the_bus_rooms_can_fail() {
    var called =
        "class Calls { void any(io.vertx.core.Vertx vertx) { vertx.eventBus().isMetricsEnabled(); }"
            + " }";
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.cache; " + called,
            "package dev.peregrine.bus; " + called);

    assertThat(violations(EVENT_BUS, classes))
        .isNotEmpty()
        .allMatch(found -> found.contains("cache.Calls.any"));
  }

  private static final ArchRule SQL =
      noUse(
          "SQL is spoken by persistence and by stores",
          (user, used) ->
              isBelow(used, "io.vertx.sqlclient", "io.vertx.pgclient")
                  && !room(user).equals("persistence")
                  && !outermostName(user).endsWith("Store"));

  @Test
  void sql_is_spoken_by_persistence_and_stores() {
    SQL.check(House.CLASSES);
  }

  @Test
  void sql_is_spoken_by_persistence_and_stores_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package io.vertx.sqlclient; public class Pool {}",
            "package dev.peregrine.persistence; class Any { io.vertx.sqlclient.Pool pool; }",
            "package dev.peregrine.customers; class CustomerStore {"
                + " static class Batch { io.vertx.sqlclient.Pool pool; } }",
            "package dev.peregrine.customers; class Stores { io.vertx.sqlclient.Pool pool; }");

    assertThat(violations(SQL, classes)).hasSize(1).allMatch(found -> found.contains("Stores"));
  }

  private static final ArchRule JDBC =
      noUse(
          "JDBC is for the migrations",
          (user, used) ->
              isBelow(used, "java.sql", "javax.sql")
                  // The test kit makes databases, embedded makes replicas; both may block.
                  && !Set.of("persistence", "testkit", "embedded").contains(room(user)));

  @Test
  void jdbc_is_for_the_migrations() {
    JDBC.check(House.CLASSES);
  }

  @Test
  void jdbc_is_for_the_migrations_can_fail() {
    var classes =
        Broken.classes(
            folder,
            "package dev.peregrine.persistence; class Migrations { javax.sql.DataSource source; }",
            "package dev.peregrine.customers; class CustomerStore { java.sql.Connection sql; }");

    assertThat(violations(JDBC, classes))
        .hasSize(1)
        .allMatch(found -> found.contains("CustomerStore"));
  }

  private static boolean isFrom(String room, JavaClass user, JavaClass used) {
    return room(used).equals(room) && !room(user).equals(room);
  }

  private static String outermostName(JavaClass type) {
    return type.getEnclosingClass()
        .map(ArchitectureTest::outermostName)
        .orElse(type.getSimpleName());
  }
}
