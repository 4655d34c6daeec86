package dev.peregrine.perf.internal;

import dev.peregrine.perf.RequestKind;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What one client wants next. Confined to the load's event loop.
public final class Workload {

  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String JSON = "application/json";
  private static final int LIST_SIZE = 20;

  /// Of so many windows, one is the last that somebody wants to see.
  private static final int WINDOWS = 5;

  private final SplittableRandom random;
  private final KnownCustomers known;
  private @Nullable String cursor;

  /// Makes the wishes of one client.
  ///
  /// @param random chooses
  /// @param known to ask for, shared by all clients
  public Workload(SplittableRandom random, KnownCustomers known) {
    this.random = random;
    this.known = known;
  }

  /// Returns a request of the mix.
  public Ask mixed() {
    var kind = RequestKind.at(random.nextInt(100));
    return switch (kind) {
      case FIND -> find();
      case PAGE -> page();
      case WINDOW -> window();
      case REGISTER -> known.full() ? find() : register();
      case REPLACE -> replace();
    };
  }

  /// Returns a request for a new customer.
  public Ask register() {
    var email = known.newEmail();
    var options = Ask.options(HttpMethod.POST, CUSTOMERS).putHeader("content-type", JSON);
    return new Ask(
        RequestKind.REGISTER,
        options,
        customer(email),
        (head, body) -> {
          known.add(body.getLong("id"), email, entityTag(head));
          return email.equals(body.getString("email"));
        });
  }

  private Ask find() {
    var wanted = known.pick();
    return Ask.get(
        RequestKind.FIND, CUSTOMERS + "/" + wanted.id(), (head, body) -> seen(wanted, head, body));
  }

  private Ask replace() {
    var wanted = known.pick();
    var options =
        Ask.options(HttpMethod.PUT, CUSTOMERS + "/" + wanted.id())
            .putHeader("content-type", JSON)
            .putHeader("if-match", wanted.entityTag());
    return new Ask(
        RequestKind.REPLACE,
        options,
        customer(wanted.email()),
        (head, body) -> head.statusCode() == 412 || seen(wanted, head, body));
  }

  /// Nobody is ever removed, so no page up to the last known one is empty.
  private Ask page() {
    return Ask.get(
        RequestKind.PAGE,
        CUSTOMERS + "?page=" + known.pickPage(LIST_SIZE) + "&pageSize=" + LIST_SIZE,
        (_, body) -> !body.getJsonArray("items").isEmpty());
  }

  private Ask window() {
    var from = cursor == null ? "" : "&cursor=" + cursor;
    return Ask.get(
        RequestKind.WINDOW,
        CUSTOMERS + "?limit=" + LIST_SIZE + from,
        (_, body) -> {
          var next = body.getString("nextCursor");
          cursor = random.nextInt(WINDOWS) == 0 ? null : next;
          return body.getJsonArray("items") != null;
        });
  }

  private JsonObject customer(String email) {
    return new JsonObject()
        .put("name", "Load " + random.nextInt(KnownCustomers.MOST))
        .put("email", email)
        .put("type", "individual");
  }

  private static boolean seen(
      KnownCustomers.Known wanted, HttpClientResponse head, JsonObject body) {
    wanted.seen(entityTag(head));
    return body.getLong("id") == wanted.id() && wanted.email().equals(body.getString("email"));
  }

  private static String entityTag(HttpClientResponse head) {
    var tag = head.getHeader("etag");
    if (tag == null) {
      throw new IllegalStateException("etag: absent (expected: in every answer with a customer)");
    }
    return tag;
  }
}
