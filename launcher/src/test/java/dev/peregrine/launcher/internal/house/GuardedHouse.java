package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.Sql;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/// A house with one customer, in which requests are to change nothing, and how refusals look there.
final class GuardedHouse implements AutoCloseable {

  /// Stands in every value that must not come back.
  static final String MARK = "zqxjk";

  /// The path of the one customer.
  final String known;

  /// Speaks to the port of the service.
  final Web api;

  private final RunningHouse house;
  private final Sql sql;
  private List<String> before = List.of();

  GuardedHouse(Path home) {
    house = RunningHouse.start(home);
    api = house.api();
    sql = house.sql();
    known = customer(api.post(CUSTOMERS, person("Ada", "ada@example.org")).id());
  }

  /// Remembers what is written.
  void look() {
    before = written();
  }

  /// Checks that nothing was written since the last look.
  void assertUntouched() {
    assertThat(written()).isEqualTo(before);
  }

  /// A mail that is sent moves from one table to the other, which is no change; what caches were to
  /// forget is gone when they have.
  private List<String> written() {
    return sql.texts(
        "select count(*) || ' ' || coalesce(sum(version), 0) || ' ' || coalesce(string_agg(name"
            + " || email || type, ','), '') from customers union all"
            + " select count(*)::text from orders union all"
            + " select (select count(*) from outbox where lane = 'mail')"
            + " + (select count(*) from outbox_sent) || ''");
  }

  /// Checks that a request is refused with 400 because of one place, and that nothing comes back.
  static void assertRefused(Reply refused, String place) {
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(places(refused)).containsExactly(place);
    assertClean(refused);
  }

  /// Checks that a request is refused with 400 because of a thing of the client's own naming.
  static void assertNamed(Reply refused, String place) {
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(places(refused)).containsExactly(place);
    assertProblem(refused);
  }

  /// Checks that a problem repeats nothing.
  static void assertClean(Reply refused) {
    assertProblem(refused);
    assertThat(refused.body()).doesNotContain(MARK);
  }

  static List<String> places(Reply refused) {
    return refused.json().getJsonArray("errors").stream()
        .map(JsonObject.class::cast)
        .map(error -> error.getString("pointer", error.getString("parameter")))
        .toList();
  }

  private static void assertProblem(Reply refused) {
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.json().getInteger("status")).isEqualTo(refused.status());
    assertThat(refused.json().fieldNames()).contains("type", "title", "detail", "instance");
    assertThat(refused.body())
        .hasSizeLessThan(2_000)
        .doesNotContainPattern(
            "(?i)exception|\\bat [a-z]+\\.[a-z]+|\\.java|select |insert |postgres|vertx|jackson");
  }

  @Override
  public void close() {
    house.close();
  }
}
