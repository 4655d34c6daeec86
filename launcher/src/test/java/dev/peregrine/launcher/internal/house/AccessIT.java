package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.http.Access;
import dev.peregrine.http.Route;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every route of the house, and every kind of caller that may come to it.
class AccessIT {

  private static final Signer SIGNER = new Signer();
  private static final Signer STRANGER = new Signer();
  private static final String ALL_SCOPES = "customers:read customers:write customers:import ops";
  private static final Set<String> PUBLIC =
      Set.of(
          "GET /health/live",
          "GET /health/ready",
          "GET /health/started",
          "GET /openapi.yaml",
          "GET /openapi.json",
          "GET /asyncapi.json",
          "GET /docs",
          "GET /",
          "GET /console.css",
          "GET /console.js",
          "GET /console.svg");

  @TempDir private static Path home;
  private static OpenHouse house;

  @BeforeAll
  static void open() {
    var usual = RunningHouse.onFreshDatabase();
    house = OpenHouse.on(home, RunningHouse.with(usual, SIGNER.config(home)));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /// Kinds of callers that no route lets in but public ones: from the scope of a route to the
  /// header that they send, if any.
  private static Map<String, UnaryOperator<String>> strangers() {
    var kinds = new LinkedHashMap<String, UnaryOperator<String>>();
    kinds.put("nobody", scope -> "");
    kinds.put("garbage", scope -> "Bearer garbage");
    kinds.put("a password", scope -> "Basic YWRhOmFkYQ==");
    kinds.put("unsigned", scope -> "Bearer " + Signer.unsigned(scope));
    kinds.put("the public key as a secret", scope -> "Bearer " + SIGNER.confused(scope));
    kinds.put("another's key", scope -> "Bearer " + STRANGER.token(scope));
    kinds.put("expired", scope -> changed(scope, "exp", now() - 60));
    kinds.put("not yet valid", scope -> changed(scope, "nbf", now() + 120));
    kinds.put("another issuer", scope -> changed(scope, "iss", "https://other.test"));
    kinds.put("another audience", scope -> changed(scope, "aud", "other"));
    kinds.put("too long", scope -> changed(scope, "x", "x".repeat(5_000)));
    return kinds;
  }

  static Stream<Route> routes() {
    return Stream.concat(house.apiRoutes().stream(), house.opsRoutes().stream());
  }

  @Test
  void only_health_the_contract_and_the_files_of_the_console_are_public() {
    var open =
        routes()
            .filter(route -> route.access().equals(Access.PUBLIC))
            .map(AccessIT::name)
            .collect(Collectors.toSet());

    assertThat(PUBLIC).containsAll(open);
    assertThat(routes()).hasSizeGreaterThan(open.size() + 8);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void a_route_lets_in_nobody_without_a_good_token(Route route) {
    strangers()
        .forEach((kind, header) -> {
          var reply = ask(route, header.apply(ALL_SCOPES));
          var as = name(route) + " by " + kind + ": " + reply.body();

          if (route.access().equals(Access.PUBLIC)) {
            assertThat(reply.status()).as(as).isNotIn(401, 403);
          } else {
            assertThat(reply.status()).as(as).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).as(as).startsWith("Bearer ");
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("routes")
  void a_route_asks_for_its_own_scope(Route route) {
    if (!(route.access() instanceof Access.Bearer(String scope))) {
      assertThat(PUBLIC).contains(name(route));
      return;
    }
    var others = ALL_SCOPES.replace(scope, scope + "s");
    assertThat(ALL_SCOPES.split(" ")).contains(scope);

    var without = ask(route, "Bearer " + SIGNER.token(others));
    var with = ask(route, "Bearer " + SIGNER.token(scope));

    assertThat(without.status()).as(name(route)).isEqualTo(403);
    assertThat(without.header("WWW-Authenticate")).contains("insufficient_scope", scope);
    assertThat(with.status()).as(name(route) + ": " + with.body()).isNotIn(401, 403, 500);
  }

  @Test
  void the_operators_port_asks_for_the_operators_scope() {
    var scopes = house.opsRoutes().stream().map(Route::access).collect(Collectors.toSet());

    assertThat(scopes).isSubsetOf(Access.PUBLIC, Access.scope("ops"));
  }

  private static Web.Reply ask(Route route, String authorization) {
    var path = route.template().replaceAll("\\{[^}]*}", "1");
    var web = isApi(route) ? house.api() : house.ops();
    var headers =
        authorization.isEmpty() ? new String[] {} : new String[] {"Authorization", authorization};
    // A stream of events would not end; its head tells who is let in.
    var endless = route.contract().gives().contains("text/event-stream");
    var method = endless ? "HEAD" : route.method().name();
    return web.send(method, path, BodyPublishers.noBody(), headers);
  }

  private static boolean isApi(Route route) {
    return house.apiRoutes().stream().anyMatch(served -> name(served).equals(name(route)));
  }

  private static String changed(String scopes, String name, Object value) {
    return "Bearer " + SIGNER.token(Signer.claims(scopes).put(name, value));
  }

  private static String name(Route route) {
    return route.method() + " " + route.template();
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
