package dev.peregrine.observability;

import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import dev.peregrine.observability.internal.AsyncRecorder;
import dev.peregrine.observability.internal.Profile;
import dev.peregrine.observability.internal.ProfileEvent;
import dev.peregrine.observability.internal.Profiler;
import dev.peregrine.observability.internal.Profiler.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import one.profiler.AsyncProfiler;

/// Profiles of the live process, for operators: taken one at a time, fetched as a flame graph or as
/// a recording.
///
/// Closed after the server that has them, which ends the profile that runs and removes the files of
/// all.
public final class ProfileRoutes implements Routes {

  private static final Access ACCESS = Access.scope(OpsRoutes.SCOPE);
  private static final String ALL = "/ops/profiles";
  private static final String ONE = ALL + "/{id}";
  private static final String HTML = "text/html";
  private static final String JSON = "application/json";
  private static final String JFR = "application/x-jfr";
  private static final String BYTES = "application/octet-stream";
  private static final int USUAL_SECONDS = 30;

  /// A recording has megabytes, and who fetches it may be far away.
  private static final Duration LONGEST_FETCH = Duration.ofMinutes(2);

  private final Vertx vertx;
  private final Limits limits;
  private final Profiler profiler;

  /// Makes them.
  ///
  /// @param vertx where profiles are taken
  /// @param telemetry shows how much is kept
  public ProfileRoutes(Vertx vertx, Telemetry telemetry) {
    this(vertx, telemetry, () -> AsyncProfiler.getInstance()::execute, Limits.USUAL);
  }

  ProfileRoutes(
      Vertx vertx, Telemetry telemetry, Supplier<AsyncRecorder.Library> library, Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
    this.profiler = new Profiler(vertx, library, limits);
    telemetry.watch(new Bound("profiles", "bytes", profiler::bytes, limits::keptBytes));
  }

  @Override
  public void mount(RouteTable table) {
    table
        .add(Route.post(ALL, ACCESS, this::start))
        .add(Route.get(ALL, ACCESS, this::list))
        .add(
            Route.get(ONE, ACCESS, this::show).giving(HTML, JSON, JFR, BYTES).within(LONGEST_FETCH))
        .add(Route.delete(ONE, ACCESS, this::drop));
  }

  /// Ends the profile that runs, if one does, and removes the files of all.
  public Future<Void> close() {
    return profiler.close();
  }

  private Future<Answer> start(Request request) {
    request.onlyQueries(Set.of());
    var fields = request.fields();
    var event = fields.choice("event", ProfileEvent.words());
    var seconds =
        fields.has("seconds")
            ? (int) fields.whole("seconds", 1, Profiler.MOST_SECONDS)
            : USUAL_SECONDS;
    fields.done();
    return profiler
        .start(ProfileEvent.of(event), seconds)
        .map(profile ->
            Answer.json(202, profile.toJson().toBuffer())
                .with("Location", ALL + "/" + profile.id()));
  }

  private Future<Answer> list(Request request) {
    request.onlyQueries(Set.of());
    var items = new JsonArray();
    profiler.all().forEach(profile -> items.add(profile.toJson()));
    var json =
        new JsonObject()
            .put("items", items)
            .put("mostSeconds", Profiler.MOST_SECONDS)
            .put("mostKept", limits.kept());
    return Future.succeededFuture(Answer.json(200, json.toBuffer()));
  }

  private Future<Answer> show(Request request) {
    request.onlyQueries(Set.of());
    var profile = profiler.find(request.idParameter("id")).orElseThrow(ProfileRoutes::unknown);
    return Future.succeededFuture(answer(profile, request.mediaType()));
  }

  private Answer answer(Profile profile, String mediaType) {
    var json = profile.toJson().toBuffer();
    return switch (profile.stage()) {
      case Profile.Running() -> Answer.json(202, json).with("Retry-After", "1");
      case Profile.Failed(var cause) -> {
        if (!mediaType.equals(JSON)) {
          throw new Rejection(
              Problem.of(404, "profile-failed", "This profile came to nothing", cause));
        }
        yield Answer.json(200, json);
      }
      case Profile.Done done ->
          switch (mediaType) {
            case JSON -> Answer.json(200, json);
            case HTML -> page(done);
            default -> recording(profile, done, mediaType);
          };
    };
  }

  private Answer page(Profile.Done done) {
    return file(done.graph().file(), HTML + "; charset=utf-8")
        .with("Content-Security-Policy", done.policy());
  }

  private Answer recording(Profile profile, Profile.Done done, String mediaType) {
    var name = "profile-" + profile.id() + "-" + profile.event().word() + ".jfr";
    return file(done.recording().file(), mediaType)
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  /// A profile that is dropped meanwhile is gone; one that is being read is read to its end.
  private Answer file(Path file, String mediaType) {
    return Answer.stream(
        200,
        mediaType,
        out ->
            vertx
                .fileSystem()
                .open(file.toString(), new OpenOptions().setRead(true).setWrite(false))
                .recover(gone -> Future.failedFuture(unknown()))
                .compose(opened -> opened.pipeTo(out).eventually(opened::close)));
  }

  private Future<Answer> drop(Request request) {
    request.onlyQueries(Set.of());
    return profiler
        .drop(request.idParameter("id"))
        .map(dropped -> {
          if (!dropped) {
            throw unknown();
          }
          return Answer.noContent();
        });
  }

  private static Rejection unknown() {
    return Rejection.notFound("There is no such profile, or none any more.");
  }
}
