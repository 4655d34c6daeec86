package dev.peregrine.observability;

import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Request;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import dev.peregrine.observability.internal.ConsoleFeed;
import dev.peregrine.observability.internal.ConsoleFile;
import dev.peregrine.observability.internal.ConsoleSources;
import dev.peregrine.observability.internal.HttpMeters;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The operators' console: a page that shows what the house is doing, and the events that feed it.
///
/// The files of the page hold no figure, so anybody may have them: a browser cannot send a token
/// for a page. The events are for operators. They are made once a second for all consoles together,
/// and only while one is open; each says how everything stands, in at most [#MOST_EVENT_BYTES].
public final class ConsoleRoutes implements Routes {

  /// Longest event.
  public static final int MOST_EVENT_BYTES = 32 * 1024;

  private static final String EVENTS = "text/event-stream";

  private final List<ConsoleFile> files = ConsoleFile.all();
  private final ConsoleFeed feed;

  /// Makes them; for one edge.
  ///
  /// @param telemetry the figures
  /// @param health what the node says of itself
  /// @param stores the cache and the database
  /// @param links pages that the console leads to
  public ConsoleRoutes(
      Telemetry telemetry, Health health, ConsoleStores stores, List<ConsoleLink> links) {
    var http = telemetry.counts() ? Optional.of(telemetry.service()) : Optional.<HttpMeters>empty();
    feed = new ConsoleFeed(new ConsoleSources(telemetry, http, health, stores, links));
  }

  @Override
  public void mount(RouteTable table) {
    for (var file : files) {
      table.add(
          Route.get(file.path(), Access.PUBLIC, request -> given(file.answer()))
              .giving(file.mediaType()));
    }
    table.add(Route.get("/ops/stream", Access.scope(OpsRoutes.SCOPE), this::stream).giving(EVENTS));
  }

  private Future<Answer> stream(Request request) {
    request.onlyQueries(Set.of());
    return given(Answer.events(feed));
  }

  private static Future<Answer> given(Answer answer) {
    return Future.succeededFuture(answer);
  }
}
