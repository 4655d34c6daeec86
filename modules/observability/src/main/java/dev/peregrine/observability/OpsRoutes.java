package dev.peregrine.observability;

import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Request;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;

/// What operators and their machines ask, on the operators' port: health and figures.
public final class OpsRoutes implements Routes {

  /// What a token must bear for all of this port but health.
  public static final String SCOPE = "ops";

  private static final String TEXT = "text/plain";
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final Health health;
  private final Telemetry telemetry;

  /// Makes them.
  ///
  /// @param health what the node says of itself
  /// @param telemetry the figures
  public OpsRoutes(Health health, Telemetry telemetry) {
    this.health = health;
    this.telemetry = telemetry;
  }

  @Override
  public void mount(RouteTable table) {
    table
        .add(
            Route.get(
                "/health/live",
                Access.PUBLIC,
                request -> Future.succeededFuture(answer(health.live()))))
        .add(
            Route.get(
                "/health/started",
                Access.PUBLIC,
                request -> Future.succeededFuture(answer(health.started()))))
        .add(
            Route.get(
                "/health/ready", Access.PUBLIC, request -> health.ready().map(OpsRoutes::answer)))
        .add(Route.get("/metrics", Access.scope(SCOPE), this::metrics).giving(TEXT, OPEN_METRICS));
  }

  private static Answer answer(HealthReport report) {
    var status = report.level() == HealthState.Level.DOWN ? 503 : 200;
    return Answer.json(status, report.toJson().toBuffer());
  }

  /// Writing all figures takes milliseconds, so a worker does it.
  private Future<Answer> metrics(Request request) {
    var mediaType =
        request.mediaType().equals(OPEN_METRICS)
            ? OPEN_METRICS + "; version=1.0.0; charset=utf-8"
            : TEXT + "; version=0.0.4; charset=utf-8";
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on a context");
    return context
        .executeBlocking(() -> telemetry.scrape(mediaType))
        .map(text -> Answer.of(200, mediaType, Buffer.buffer(Objects.requireNonNull(text))));
  }
}
