package dev.peregrine.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Endpoint;
import dev.peregrine.http.Route;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTreeTest {

  private static final Endpoint ANY = request -> Future.succeededFuture(Answer.noContent());

  private final RouteTree tree =
      new RouteTree(
          List.of(
              Route.get("/", Access.PUBLIC, ANY),
              Route.get("/customers", Access.PUBLIC, ANY),
              Route.post("/customers", Access.PUBLIC, ANY),
              Route.get("/customers/{id}", Access.PUBLIC, ANY),
              Route.post("/customers/import", Access.PUBLIC, ANY),
              Route.get("/customers/{customer}/orders/{order}", Access.PUBLIC, ANY)));

  @Test
  void a_parameter_is_found_under_its_own_name() {
    var found = tree.find("/customers/42/orders/a%20b");

    assertThat(found.leaf().target(HttpMethod.GET).parameters())
        .containsExactly("customer", "order");
    assertThat(found.value(0)).isEqualTo("42");
    assertThat(found.value(1)).isEqualTo("a%20b");
  }

  @Test
  void a_static_segment_wins_and_where_it_leads_nowhere_the_parameter_is_tried() {
    var found = tree.find("/customers/import");
    var deeper = tree.find("/customers/import/orders/1");

    assertThat(found.leaf().target(HttpMethod.POST).route().template())
        .isEqualTo("/customers/import");
    assertThat(found.leaf().target(HttpMethod.GET)).isNull();
    assertThat(deeper.value(0)).isEqualTo("import");
  }

  @Test
  void the_methods_of_a_path_are_known() {
    assertThat(tree.find("/customers").leaf().allow()).isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(tree.find("/customers/import").leaf().allow()).isEqualTo("OPTIONS, POST");
    assertThat(tree.find("/").leaf().target(HttpMethod.HEAD)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "customers",
        "//",
        "/customers/",
        "/customers//",
        "/customers//orders/1",
        "/customers/1/x.css",
        "/Customers",
        "/customers/1/orders",
        "/customers/1/orders/",
        "/x"
      })
  void nothing_else_is_found(String path) {
    assertThat(tree.find(path)).isNull();
  }

  @Test
  void two_routes_must_not_collide_even_under_other_names() {
    var routes =
        List.of(
            Route.get("/a/{id}", Access.PUBLIC, ANY), Route.get("/a/{name}", Access.PUBLIC, ANY));

    assertThatThrownBy(() -> new RouteTree(routes))
        .hasMessage("route: GET /a/{name} (expected: each only once)");
  }
}
