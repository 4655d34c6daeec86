package dev.peregrine.observability;

import dev.peregrine.bus.Call;
import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import dev.peregrine.persistence.DeadEntry;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.OutboxFigures;
import dev.peregrine.persistence.RetryingEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// How the outbox stands, for operators, and a second chance for what was given up.
///
/// Neither recipients nor payloads are shown.
public final class OutboxRoutes implements Routes {

  private static final Access ACCESS = Access.scope(OpsRoutes.SCOPE);
  private static final int SHOWN = 100;
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  private final Outbox outbox;
  private final List<String> lanes;

  /// Makes them.
  ///
  /// @param outbox which
  /// @param lanes which of its lanes are shown
  public OutboxRoutes(Outbox outbox, List<String> lanes) {
    this.outbox = outbox;
    this.lanes = List.copyOf(lanes);
  }

  @Override
  public void mount(RouteTable table) {
    table
        .add(Route.get("/ops/outbox", ACCESS, this::show))
        .add(Route.post("/ops/outbox/{id}/retry", ACCESS, this::retry));
  }

  private Future<Answer> show(Request request) {
    request.onlyQueries(Set.of());
    return Future.all(lanes.stream().map(lane -> lane(lane, request.call())).toList())
        .map(all -> new JsonObject().put("lanes", new JsonArray(all.<JsonObject>list())))
        .map(json -> Answer.json(200, json.toBuffer()));
  }

  private Future<JsonObject> lane(String lane, Call call) {
    var figures = outbox.figures(lane, call);
    var retrying = outbox.retryingEntries(lane, SHOWN, call);
    var dead = outbox.deadEntries(lane, SHOWN, call);
    return Future.all(figures, retrying, dead)
        .map(all ->
            figures(lane, figures.result())
                .put("retries", array(retrying.result().stream().map(OutboxRoutes::json).toList()))
                .put(
                    "deadLetters", array(dead.result().stream().map(OutboxRoutes::json).toList())));
  }

  private Future<Answer> retry(Request request) {
    var text = request.pathParameter("id");
    if (!ID.matcher(text).matches()) {
      throw Rejection.invalid(FieldError.parameter("id", "malformed", "A UUID is expected."));
    }
    var id = UUID.fromString(text);
    return outbox
        .retry(id, request.call())
        .map(outcome ->
            switch (outcome) {
              case REVIVED ->
                  Answer.json(
                      200,
                      new JsonObject().put("id", id.toString()).put("state", "pending").toBuffer());
              case NOT_DEAD ->
                  throw new Rejection(
                      Problem.of(
                          409, "not-dead", "It was not given up", "It is waiting or under way."));
              case UNKNOWN -> throw Rejection.notFound("Nothing of this id waits or is dead.");
            });
  }

  private static JsonObject figures(String lane, OutboxFigures figures) {
    return new JsonObject()
        .put("lane", lane)
        .put("pending", figures.pending())
        .put("leased", figures.leased())
        .put("retrying", figures.retrying())
        .put("dead", figures.dead())
        .put("oldestAgeMs", figures.oldestAge().toMillis());
  }

  private static JsonObject json(RetryingEntry entry) {
    return new JsonObject()
        .put("id", entry.id().toString())
        .put("attempts", entry.attempts())
        .put("dueAt", entry.dueAt().toString())
        .put("expiresAt", entry.expiresAt().toString())
        .put("code", entry.fault().code())
        .put("reason", entry.fault().reason());
  }

  private static JsonObject json(DeadEntry entry) {
    return new JsonObject()
        .put("id", entry.id().toString())
        .put("attempts", entry.attempts())
        .put("createdAt", entry.createdAt().toString())
        .put("code", entry.fault().code())
        .put("reason", entry.fault().reason());
  }

  private static JsonArray array(List<JsonObject> items) {
    return new JsonArray(items);
  }
}
