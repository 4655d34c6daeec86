package dev.peregrine.customers.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.Token;
import dev.peregrine.customers.Freshness;
import dev.peregrine.customers.internal.BulkPort.Mark;
import dev.peregrine.customers.internal.BulkPort.Progress;
import dev.peregrine.customers.internal.BulkPort.Refusal;
import dev.peregrine.customers.internal.ImportWriter.Order;
import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import dev.peregrine.persistence.WalPosition;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/// What is said about imports over HTTP.
final class ImportAnswers {

  private static final String ADDRESS = "/api/v1/imports/";
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Freshness WRITTEN =
      new Freshness(Token.NONE.position(), 0, WalPosition.LATEST.bytes());

  private ImportAnswers() {}

  /// Returns the refusal of a line whose address is in use.
  static Refusal taken(long line) {
    return new Refusal(line, "email", "taken", "A customer or an earlier line has this address.");
  }

  /// Returns the report of an import that has ended well; who reads with its token reads what lies
  /// in the primary.
  static Answer done(UUID id, ImportCounts counts, List<Refusal> refusals) {
    var body =
        CustomerJson.object(json -> {
          json.writeStringField("importId", id.toString());
          CustomerJson.members(json, counts);
          json.writeArrayFieldStart("errors");
          for (var refusal : refusals) {
            json.writeStartObject();
            CustomerJson.members(json, refusal);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
    return Tokens.on(Answer.json(200, body), WRITTEN);
  }

  /// Returns the address at which an import can be asked about.
  static String address(UUID id) {
    return ADDRESS + id;
  }

  /// Returns the import that a path names.
  ///
  /// @throws Rejection if it can name none
  static UUID id(Request request) {
    var text = request.pathParameter("importId");
    if (!ID.matcher(text).matches()) {
      throw unknown();
    }
    return UUID.fromString(text);
  }

  /// Whatever the client is answered, also that it was too slow, it learns where to ask.
  static void name(Request request, UUID id) {
    request.mark("Link", "<" + address(id) + ">; rel=\"status\"");
  }

  /// Returns what is said when all lines of an import wait to be written.
  static Answer accepted(Progress progress) {
    return Answer.json(202, body(progress))
        .with("Location", address(progress.id()))
        .with("Preference-Applied", Preferences.RESPOND_ASYNC);
  }

  /// Returns how far an import is; who reads with the token of one that has ended reads all of it.
  static Answer progress(Progress progress) {
    var answer = Answer.json(200, body(progress));
    var told = progress.ended() ? Tokens.on(answer, WRITTEN) : answer;
    return progress
        .settled()
        .map(mark -> told.with(UploadHeaders.OFFSET, Long.toString(mark.bytes())))
        .orElse(told);
  }

  static Buffer body(Progress progress) {
    return CustomerJson.object(json -> {
      json.writeStringField("importId", progress.id().toString());
      json.writeStringField("state", progress.state());
      CustomerJson.members(json, progress.counts());
      json.writeStringField("startedAt", progress.startedAt().toString());
      json.writeStringField("updatedAt", progress.updatedAt().toString());
      if (progress.settled().isPresent()) {
        json.writeObjectFieldStart("resumeAt");
        json.writeNumberField("offset", progress.settled().get().bytes());
        json.writeNumberField("line", progress.settled().get().lines() + 1);
        json.writeEndObject();
      }
    });
  }

  /// Returns the refusal of an import that ended at a duplicate.
  static Rejection duplicate(UUID id, long line, boolean atomic) {
    var written =
        atomic
            ? " Nothing was written."
            : " The valid lines before it are imported, and none behind it.";
    var error = taken(line);
    return new Rejection(
        new Problem(
            "/problems/email-taken",
            "The address is taken",
            409,
            "Line " + line + " ended the import." + written + seeAlso(id),
            List.of(inLine(error))));
  }

  /// Returns the refusal of an atomic import with lines that are wrong.
  static Rejection invalid(UUID id, long rejected, List<Refusal> refusals) {
    return new Rejection(
        new Problem(
            "/problems/invalid-request",
            "The request is not valid",
            400,
            "Lines that are wrong: " + rejected + ". Nothing was written." + seeAlso(id),
            refusals.stream().map(ImportAnswers::inLine).toList()));
  }

  /// Returns the refusal of an import that is too long to be written as it should.
  static Rejection tooLong(UUID id, long limit) {
    return new Rejection(
        Problem.of(
            413,
            "too-large",
            "The import is too long",
            "At most "
                + limit
                + " lines can wait to be written. Nothing was written."
                + seeAlso(id)));
  }

  /// Returns what is said of an import that Postgres, or the bus, did not carry through.
  static Throwable broken(Order order, Throwable thrown) {
    if (!(thrown instanceof BusFailure failure) || failure.kind() == FailureKind.INTERNAL) {
      return thrown;
    }
    var late = failure.kind() == FailureKind.DEADLINE;
    var detail = "The import broke off." + left(order) + seeAlso(order.id());
    return new Rejection(
        Problem.of(
            late ? 504 : 503,
            late ? "deadline" : "unavailable",
            late ? "The database took too long" : "The database is away",
            detail),
        Map.of("Retry-After", "5"));
  }

  private static String left(Order order) {
    if (order.async()) {
      return " It may have been taken all the same.";
    }
    return order.atomic()
        ? " All of it is written, or nothing."
        : " Whole chunks are written, the rest is not; PATCH goes on there.";
  }

  /// Returns the refusal for an import that is not there.
  static Rejection unknown() {
    return Rejection.notFound("There is no such import.");
  }

  /// Returns the refusal for who is not the one that the import belongs to.
  static Rejection anothers() {
    return new Rejection(
        Problem.of(
            403, "forbidden", "The import is another's", "Only who began it can go on with it."));
  }

  /// Returns the refusal of a body that does not begin where the lines of an import are settled.
  static Rejection elsewhere(Progress progress) {
    return progress
        .settled()
        .map(mark ->
            at(
                mark,
                "mismatching-upload-offset",
                "The body begins elsewhere",
                "Lines are settled up to byte " + mark.bytes() + "; send what follows."))
        .orElseGet(() -> brokenOff(progress));
  }

  /// Returns the refusal of an import that is sent again while it runs.
  static Rejection begun(Progress progress) {
    return progress.settled().isPresent() ? brokenOff(progress) : RequestKeys.inProgress();
  }

  /// Returns the refusal of an import that is sent again from its beginning.
  static Rejection brokenOff(Progress progress) {
    return progress
        .settled()
        .map(mark ->
            at(
                mark,
                "import-begun",
                "The import has begun",
                "It came to byte "
                    + mark.bytes()
                    + "; PATCH goes on there."
                    + seeAlso(progress.id())))
        .orElseGet(() ->
            new Rejection(
                Problem.of(
                    409,
                    "import-ended",
                    "The import has ended",
                    "Nobody can go on with it." + seeAlso(progress.id()))));
  }

  /// Returns what a sender is told in whose place another has come.
  static Rejection takenOver(UUID id) {
    return new Rejection(
        Problem.of(
            409, "import-taken-over", "Another sender goes on", "It took over." + seeAlso(id)));
  }

  private static Rejection at(Mark mark, String word, String title, String detail) {
    return new Rejection(
        Problem.of(409, word, title, detail),
        Map.of(UploadHeaders.OFFSET, Long.toString(mark.bytes())));
  }

  private static FieldError inLine(Refusal refusal) {
    return FieldError.field(
        refusal.field(), refusal.code(), "Line " + refusal.line() + ": " + refusal.message());
  }

  private static String seeAlso(UUID id) {
    return " " + address(id) + " tells how far it came.";
  }
}
