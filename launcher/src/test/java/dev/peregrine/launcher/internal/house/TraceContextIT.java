package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.TraceParent;
import dev.peregrine.customers.CheckPolicy;
import dev.peregrine.customers.CustomersConfig;
import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.payments.PaymentsConfig;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the services outside are told of the request that they are asked for.
class TraceContextIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String ORDER = "{\"total\":\"7.50\",\"currency\":\"EUR\"}";

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  @TempDir private Path home;
  private final Vertx vertx = Vertx.vertx();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private RunningHouse house;

  private record Seen(String path, String id, Optional<String> parent) {}

  @BeforeEach
  void open() {
    var services =
        await(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
    var here = URI.create("http://127.0.0.1:" + services.actualPort());
    var config =
        RunningHouse.with(
            RunningHouse.on(Servers.postgres().freshDatabase(), Servers.redis()),
            Knobs.with(PaymentsConfig.defaults().at(here), "timeout", PATIENCE),
            Knobs.with(CustomersConfig.defaults(), "check", CheckPolicy.LENIENT));
    house = RunningHouse.start(home, config);
  }

  @AfterEach
  void close() {
    house.close();
    await(vertx.close());
  }

  @Test
  void the_place_in_a_trace_goes_on_unchanged() {
    var registered = register(TraceParent.NAME, PARENT);
    var placed = order(registered, TraceParent.NAME, PARENT, "X-Request-Id", "order-7");

    assertThat(placed.status()).isEqualTo(201);
    assertThat(seen)
        .containsExactly(
            new Seen("/checks", TRACE, Optional.of(PARENT)),
            new Seen("/payments", "order-7", Optional.of(PARENT)));
  }

  @Test
  void what_is_no_trace_is_not_passed_on() {
    var registered = register(TraceParent.NAME, "00-" + TRACE + "-0000000000000000-01");

    assertThat(registered.status()).isEqualTo(201);
    assertThat(seen)
        .containsExactly(new Seen("/checks", registered.header("X-Request-Id"), Optional.empty()));
    assertThat(registered.header("X-Request-Id")).isNotEqualTo(TRACE);
  }

  private void serve(HttpServerRequest request) {
    var parent = Optional.ofNullable(request.getHeader(TraceParent.NAME));
    seen.add(new Seen(request.path(), request.getHeader("X-Request-Id"), parent));
    var status = request.path().equals("/checks") ? "passed" : "authorised";
    request.response().end(new JsonObject().put("status", status).put("id", "p-1").encode());
  }

  private Reply register(String... headers) {
    return house.api().send("POST", CUSTOMERS, person("Ada", "ada@example.org").encode(), headers);
  }

  private Reply order(Reply registered, String... headers) {
    return house.api().send("POST", customer(registered.id()) + "/orders", ORDER, headers);
  }
}
