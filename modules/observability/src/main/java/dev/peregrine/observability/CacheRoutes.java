package dev.peregrine.observability;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.CachePort;
import dev.peregrine.cache.Caches;
import dev.peregrine.cache.EntryFigures;
import dev.peregrine.cache.Evict;
import dev.peregrine.cache.EvictOutcome;
import dev.peregrine.cache.InspectEntry;
import dev.peregrine.cache.InspectOutcome;
import dev.peregrine.cache.RegionFigures;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Token;
import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What the cache holds, and how to make every node forget it, on the operators' port.
public final class CacheRoutes implements Routes {

  private static final Access OPERATORS = Access.scope("ops");
  private static final String ALL = "/ops/caches";
  private static final String REGION = ALL + "/{region}";

  private final Bus bus;
  private final Caches caches;
  private final Telemetry telemetry;

  /// Makes them.
  ///
  /// @param bus reaches the cache's verticle
  /// @param caches the node's regions
  /// @param telemetry has counted what happened in them
  public CacheRoutes(Bus bus, Caches caches, Telemetry telemetry) {
    this.bus = bus;
    this.caches = caches;
    this.telemetry = telemetry;
  }

  @Override
  public void mount(RouteTable table) {
    table
        .add(Route.get(ALL, OPERATORS, this::figures))
        .add(Route.get(REGION + "/{key}", OPERATORS, this::entry))
        .add(Route.delete(REGION, OPERATORS, this::evictMany))
        .add(Route.delete(REGION + "/keys/{key}", OPERATORS, this::evictKey))
        .add(Route.delete(REGION + "/tags/{tag}", OPERATORS, this::evictTag));
  }

  private Future<Answer> figures(Request request) {
    request.onlyQueries(Set.of());
    var regions = new JsonArray();
    caches.figures().forEach(one -> regions.add(json(one)));
    return answer(new JsonObject().put("coherent", caches.coherent()).put("regions", regions));
  }

  private JsonObject json(RegionFigures figures) {
    var near =
        new JsonObject()
            .put("entries", figures.entries())
            .put("bytes", figures.bytes())
            .put("maxBytes", figures.maxBytes())
            .put("rules", figures.rules());
    var events = new JsonObject();
    telemetry.cacheEvents(figures.region()).forEach(events::put);
    return new JsonObject().put("region", figures.region()).put("near", near).put("events", events);
  }

  private Future<Answer> entry(Request request) {
    request.onlyQueries(Set.of());
    var region = region(request);
    return bus.ask(
            CachePort.INSPECT,
            new InspectEntry(region, request.pathParameter("key")),
            request.call())
        .compose(outcome ->
            switch (outcome) {
              case InspectOutcome.NotAKey() -> throw noKey();
              case InspectOutcome.Held held -> entries(held);
            });
  }

  private static Future<Answer> entries(InspectOutcome.Held held) {
    if (held.entries().isEmpty() && held.farAnswered()) {
      throw Rejection.notFound("Neither tier holds this key.");
    }
    var tiers = new JsonArray();
    held.entries().forEach(one -> tiers.add(json(one)));
    return answer(new JsonObject().put("tiers", tiers).put("farAnswered", held.farAnswered()));
  }

  private static JsonObject json(EntryFigures entry) {
    return new JsonObject()
        .put("tier", entry.tier().name().toLowerCase(Locale.ROOT))
        .put("absent", entry.absent())
        .put("believed", entry.believed())
        .put("ageMs", entry.ageMs())
        .put("freshForMs", entry.freshForMs())
        .put("ttlMs", entry.goneInMs())
        .put("bytes", entry.bytes())
        .put("tags", new JsonArray(entry.tags().stream().sorted().toList()))
        .put("stamp", Long.toString(entry.stamp()));
  }

  private Future<Answer> evictKey(Request request) {
    request.onlyQueries(Set.of());
    var key = request.pathParameter("key");
    return evict(request, selection("key", () -> new Selection.Key(key)));
  }

  private Future<Answer> evictTag(Request request) {
    request.onlyQueries(Set.of());
    var tag = request.pathParameter("tag");
    return evict(request, selection("tag", () -> new Selection.Tag(tag)));
  }

  /// A misspelt parameter is refused: it must not evict the whole region.
  private Future<Answer> evictMany(Request request) {
    request.onlyQueries(Set.of("pattern"));
    var pattern = request.query("pattern");
    return evict(
        request,
        pattern
            .map(text -> selection("pattern", () -> new Selection.Pattern(text)))
            .orElseGet(Selection.Everything::new));
  }

  /// Counting looks at every entry, so a worker does it.
  private Future<Answer> evict(Request request, Selection what) {
    var region = region(request);
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on a context");
    return context
        .executeBlocking(() -> caches.held(region, what))
        .compose(held ->
            bus.ask(CachePort.EVICT, new Evict(region, what), request.call())
                .compose(outcome ->
                    switch (outcome) {
                      case EvictOutcome.NotAKey() -> throw noKey();
                      case EvictOutcome.Evicted(var token) ->
                          answer(
                              new JsonObject()
                                  .put("evicted", held)
                                  .put("region", region)
                                  .put("everyNode", !token.equals(Token.NONE))
                                  .put("token", Long.toString(token.position())));
                    }));
  }

  private String region(Request request) {
    var name = request.pathParameter("region");
    var known =
        caches.figures().stream()
            .map(RegionFigures::region)
            .collect(Collectors.toUnmodifiableSet());
    if (!known.contains(name)) {
      throw Rejection.notFound("There is no such region of the cache.");
    }
    return name;
  }

  private static Selection selection(String parameter, Supplier<Selection> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException outOfBounds) {
      // Its message names the bound and does not repeat what was sent.
      throw Rejection.invalid(
          FieldError.parameter(parameter, "malformed", Objects.toString(outOfBounds.getMessage())));
    }
  }

  private static Rejection noKey() {
    return Rejection.invalid(
        FieldError.parameter("key", "malformed", "A key of this region is expected."));
  }

  private static Future<Answer> answer(JsonObject json) {
    return Future.succeededFuture(Answer.json(200, json.toBuffer()));
  }
}
