package dev.peregrine.launcher.internal.cli;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.http.HttpResponse;

/// What is told at the end of a command that asks a service.
final class TransferReport {

  private static final int SHOWN = 10;
  private static final int LONGEST_ANSWER_BYTES = 1 << 20;

  private TransferReport() {}

  /// Tells what became of an import.
  ///
  /// @return the exit code
  static int ofImport(HttpResponse<InputStream> answer, Surroundings.Terminal terminal)
      throws IOException {
    if (answer.statusCode() != 200) {
      return refused(answer, terminal.err());
    }
    var json = read(answer);
    terminal
        .out()
        .printf(
            "import: %d lines: %d imported, %d updated, %d skipped, %d rejected%n",
            json.getLong("received"),
            json.getLong("imported"),
            json.getLong("updated"),
            json.getLong("skipped"),
            json.getLong("rejected"));
    if (json.getLong("rejected") == 0) {
      return ExitCode.OK;
    }
    errors(json.getJsonArray("errors"), terminal.err());
    var all = answer.uri().resolve("/api/v1/imports/" + json.getString("importId") + "/errors");
    terminal.err().println("  all of them: " + all);
    return ExitCode.DATA;
  }

  private static void errors(JsonArray errors, PrintWriter err) {
    for (var i = 0; i < Math.min(SHOWN, errors.size()); i++) {
      var error = errors.getJsonObject(i);
      var field = error.getString("field");
      err.println(
          "  line "
              + error.getLong("line")
              + ": "
              + (field.isEmpty() ? "" : field + ": ")
              + error.getString("message"));
    }
  }

  /// Tells why there is no answer.
  ///
  /// @return the exit code
  static int refused(HttpResponse<InputStream> answer, PrintWriter err) throws IOException {
    var json = read(answer);
    err.println(
        "peregrine: "
            + answer.statusCode()
            + " "
            + json.getString("title", "")
            + ": "
            + json.getString("detail", ""));
    var errors = json.getJsonArray("errors", new JsonArray());
    for (var i = 0; i < Math.min(SHOWN, errors.size()); i++) {
      err.println("  " + errors.getJsonObject(i).getString("detail"));
    }
    return switch (answer.statusCode()) {
      case 401, 403 -> ExitCode.NO_PERMISSION;
      case 400, 409, 413 -> ExitCode.DATA;
      case 429, 501, 502, 503, 504 -> ExitCode.UNAVAILABLE;
      default -> ExitCode.SOFTWARE;
    };
  }

  /// Reads a JSON object; an empty one for what is none.
  static JsonObject read(HttpResponse<InputStream> answer) throws IOException {
    try (var body = answer.body()) {
      return new JsonObject(Buffer.buffer(body.readNBytes(LONGEST_ANSWER_BYTES)));
    } catch (DecodeException noJson) {
      return new JsonObject();
    }
  }
}
