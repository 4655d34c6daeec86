package dev.peregrine.persistence.internal;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.PoolConfig;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class PlansIT {

  private static final Statement DELETE =
      Statement.write("test.clear", "delete from pg_description where objoid = $1::oid");
  private static final Statement NOWHERE =
      Statement.write("test.nowhere", "delete from nowhere where id = $1::int");

  @Test
  void a_plan_is_for_any_parameters_and_nothing_is_carried_out(Vertx vertx) {
    var database =
        Database.open(vertx, DatabaseConfig.defaults(), Servers.postgres().uri(), List.of());

    var plan = new JsonArray(await(database.plan(DELETE, soon())));

    assertThat(root(plan)).isEqualTo("ModifyTable");
    assertThat(plan.encode()).contains("(objoid = $1)");
  }

  @Test
  void older_servers_plan_for_any_parameters_too(Vertx vertx) {
    var pool =
        new Pools(vertx, Servers.postgres().uri(), Duration.ZERO)
            .pooled(Purpose.RELAY, new PoolConfig(1, 4, Duration.ofSeconds(5)));
    var statement =
        Statement.list("test.find", "select 1 from pg_description where objoid = $1::oid");

    var plan =
        new JsonArray(await(Plans.byHand(statement, pool, Deadline.after(Duration.ofSeconds(10)))));

    assertThat(plan.encode()).contains("(objoid = $1)");
    assertThat(pool.inFlight()).isZero();
  }

  @Test
  void what_cannot_be_planned_fails_and_says_why(Vertx vertx) {
    var database =
        Database.open(vertx, DatabaseConfig.defaults(), Servers.postgres().uri(), List.of());

    var broken =
        catchThrowableOfType(BusFailure.class, () -> await(database.plan(NOWHERE, soon())));
    var late =
        catchThrowableOfType(
            BusFailure.class,
            () -> await(database.plan(DELETE, Call.background("test", Duration.ZERO))));

    assertThat(broken.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(broken).hasMessageContaining("nowhere");
    assertThat(late.kind()).isEqualTo(FailureKind.DEADLINE);
  }

  private static String root(JsonArray plan) {
    return plan.getJsonObject(0).getJsonObject("Plan").getString("Node Type");
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(10));
  }
}
