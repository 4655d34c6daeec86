package dev.peregrine.launcher.internal.house;

import dev.peregrine.http.OpenApi;
import dev.peregrine.launcher.internal.house.Web.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Checks answers by the contract: status, headers, media type and body. Safe on any thread.
///
/// Paths that the contract does not have are no matter of it.
final class Answers {

  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("https://contract.test")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final JsonObject contract;
  private final Map<JsonObject, Validator> validators = new ConcurrentHashMap<>();

  private Answers(JsonObject contract) {
    this.contract = contract;
  }

  /// Reads a contract.
  static Answers of(String yaml) {
    return new Answers(OpenApi.of(yaml).json());
  }

  /// Returns the reply if it is one that the contract has.
  ///
  /// @throws AssertionError if it is another
  Reply checked(String method, String target, Reply reply) {
    var path = target.replaceFirst("[?#].*", "");
    var head = method.equals("HEAD");
    operation(head ? "get" : method.toLowerCase(java.util.Locale.ROOT), path)
        .ifPresent(operation -> {
          var name = method + " " + path + " " + reply.status();
          var response = operation.getJsonObject("responses").getJsonObject("" + reply.status());
          require(response != null, name, "a status that the contract has", reply);
          checkHeaders(name, followed(response), reply);
          if (!head) {
            checkBody(name, followed(response), reply);
          }
        });
    return reply;
  }

  private void checkHeaders(String name, JsonObject response, Reply reply) {
    for (var header : response.getJsonObject("headers", new JsonObject())) {
      var said = followed((JsonObject) header.getValue());
      var value = reply.header(header.getKey());
      require(
          !value.isEmpty() || !said.getBoolean("required", false),
          name,
          "the header " + header.getKey(),
          reply);
      var pattern = said.getJsonObject("schema").getString("pattern");
      require(
          value.isEmpty() || pattern == null || Pattern.compile(pattern).matcher(value).find(),
          name,
          header.getKey() + " as " + pattern + ", not " + value,
          reply);
    }
  }

  private void checkBody(String name, JsonObject response, Reply reply) {
    var content = response.getJsonObject("content");
    if (content == null) {
      require(reply.body().isEmpty(), name, "no body", reply);
      return;
    }
    var mediaType = reply.header("Content-Type").replaceFirst(";.*", "");
    var said = content.getJsonObject(mediaType);
    require(said != null, name, "one of " + content.fieldNames() + ", not " + mediaType, reply);
    var isJson = mediaType.equals("application/json") || mediaType.endsWith("+json");
    if (isJson && said != null && reply.header("Content-Encoding").isEmpty()) {
      var schema = inlined(said.getJsonObject("schema"));
      var found = validators.computeIfAbsent(schema, Answers::validator).validate(reply.json());
      require(found.getValid(), name, "a body as the contract has it: " + found.toJson(), reply);
    }
  }

  private static Validator validator(JsonObject schema) {
    return Validator.create(JsonSchema.of(schema), OPTIONS);
  }

  private static void require(boolean holds, String name, String expected, Reply reply) {
    if (!holds) {
      throw new AssertionError(
          name + " (expected: " + expected + "): " + reply.headers().map() + reply.body());
    }
  }

  /// A path without parameters wins over one with some.
  private Optional<JsonObject> operation(String method, String path) {
    var paths = contract.getJsonObject("paths");
    return paths.fieldNames().stream()
        .filter(template -> path.matches(template.replaceAll("\\{[^}]*}", "[^/]+")))
        .min(java.util.Comparator.comparing(template -> template.indexOf('{') >= 0))
        .map(template -> paths.getJsonObject(template).getJsonObject(method));
  }

  private JsonObject followed(JsonObject object) {
    var reference = object.getString("$ref");
    if (reference == null) {
      return object;
    }
    var at = contract;
    for (var step : reference.substring(2).split("/", -1)) {
      at = at.getJsonObject(step);
    }
    return followed(at);
  }

  private JsonObject inlined(JsonObject schema) {
    var whole = new JsonObject();
    followed(schema).forEach(member -> whole.put(member.getKey(), inlined(member.getValue())));
    return whole;
  }

  private Object inlined(Object value) {
    return switch (value) {
      case JsonObject object -> inlined(object);
      case JsonArray array ->
          array.stream()
              .map(this::inlined)
              .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
      default -> value;
    };
  }
}
