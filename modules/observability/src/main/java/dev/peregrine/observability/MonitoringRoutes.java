package dev.peregrine.observability;

import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Request;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.IntFunction;

/// What is slow, and what holds memory, for operators.
public final class MonitoringRoutes implements Routes {

  private static final Access ACCESS = Access.scope(OpsRoutes.SCOPE);
  private static final String LIMIT = "limit";
  private static final int MOST = 1_000;
  private static final int USUAL = 50;

  private final Telemetry telemetry;

  /// Makes them.
  ///
  /// @param telemetry the figures
  public MonitoringRoutes(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  @Override
  public void mount(RouteTable table) {
    table
        .add(
            Route.get(
                "/ops/slow-requests", ACCESS, request -> list(request, telemetry::slowRequests)))
        .add(
            Route.get(
                "/ops/slow-queries", ACCESS, request -> list(request, telemetry::slowStatements)))
        .add(Route.get("/ops/memory", ACCESS, this::memory));
  }

  private static Future<Answer> list(Request request, IntFunction<JsonObject> list) {
    request.onlyQueries(Set.of(LIMIT));
    var limit = request.queryInt(LIMIT, 1, MOST, USUAL);
    return answered(list.apply(limit));
  }

  private Future<Answer> memory(Request request) {
    request.onlyQueries(Set.of());
    return answered(telemetry.memory());
  }

  private static Future<Answer> answered(JsonObject json) {
    return Future.succeededFuture(Answer.json(200, json.toBuffer()));
  }
}
