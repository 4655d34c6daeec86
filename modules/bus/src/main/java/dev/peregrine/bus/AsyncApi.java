package dev.peregrine.bus;

import dev.peregrine.bus.internal.Shapes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The contract of a program's ports, as an AsyncAPI 3 document: made from the declarations, so
/// that it says what the bus does.
public final class AsyncApi {

  private static final String FAILURE = "Failure";

  private final Shapes shapes = new Shapes();
  private final JsonObject channels = new JsonObject();
  private final JsonObject operations = new JsonObject();
  private final Map<String, JsonObject> messages = new TreeMap<>();
  private final Map<String, JsonObject> schemas = new TreeMap<>();

  private AsyncApi() {}

  /// Makes the document.
  ///
  /// @param title what the program is called
  /// @param version of the contract
  /// @param ports classes whose public constants are addresses and topics; those of [Reach#CLUSTER]
  ///   are shown
  /// @throws IllegalArgumentException if one of these carries what has no form on the wire
  public static JsonObject document(String title, String version, Class<?>... ports) {
    var made = new AsyncApi();
    for (var port : ports) {
      Arrays.stream(port.getFields())
          .filter(field -> Modifier.isStatic(field.getModifiers()))
          .map(AsyncApi::constant)
          .forEach(made::add);
    }
    return made.document(title, version);
  }

  private static Object constant(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException hidden) {
      throw new IllegalArgumentException(field + ": not public", hidden);
    }
  }

  private void add(Object constant) {
    switch (constant) {
      case Address<?, ?> address when address.reach() == Reach.CLUSTER -> add(address);
      case Topic<?> topic when topic.reach() == Reach.CLUSTER -> add(topic);
      default -> {}
    }
  }

  private void add(Address<?, ?> address) {
    var name = address.name();
    var replies = name + ".reply";
    var question = address.question().getSimpleName();
    var answer = address.answer().getSimpleName();
    message(question, address.question(), questionHeaders());
    message(answer, address.answer(), new JsonObject());
    failure();
    channels.put(name, channel(name, question));
    channels.put(replies, channel(null, answer, FAILURE));
    operations.put(
        name,
        operation("receive", name, question)
            .put(
                "reply",
                new JsonObject()
                    .put(
                        "address",
                        new JsonObject().put("location", "$message.header#/reply-address"))
                    .put("channel", reference("channels", replies))
                    .put("messages", in(replies, answer, FAILURE))));
  }

  private void add(Topic<?> topic) {
    var fact = topic.fact().getSimpleName();
    message(fact, topic.fact(), new JsonObject());
    channels.put(topic.name(), channel(topic.name(), fact));
    operations.put(topic.name(), operation("send", topic.name(), fact));
  }

  private void message(String name, Class<?> payload, JsonObject headers) {
    var message =
        new JsonObject()
            .put("contentType", "application/json")
            .put("payload", shapes.of(payload).schema(schemas));
    messages.put(name, headers.isEmpty() ? message : message.put("headers", headers));
  }

  private static JsonObject questionHeaders() {
    return new JsonObject()
        .put("type", "object")
        .put(
            "properties",
            new JsonObject()
                .put(
                    Bus.REMAINING_MS,
                    text("How many milliseconds the asker still waits; absent: 10 seconds.")
                        .put("pattern", "^[0-9]+$"))
                .put(
                    Bus.TRACE,
                    text("The request's id, for logs.").put("pattern", "^[A-Za-z0-9._-]{1,64}$"))
                .put(
                    TraceParent.NAME,
                    text("The asker's place in a distributed trace (W3C Trace Context).")
                        .put("pattern", "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")));
  }

  private void failure() {
    var kinds = new JsonArray();
    for (var kind : FailureKind.values()) {
      kinds.add(kind.word());
    }
    var headers =
        new JsonObject()
            .put("type", "object")
            .put("required", new JsonArray().add(Bus.FAILURE))
            .put(
                "properties",
                new JsonObject()
                    .put(Bus.FAILURE, text("Why there is no answer.").put("enum", kinds)));
    messages.put(
        FAILURE,
        new JsonObject()
            .put("contentType", "text/plain")
            .put("headers", headers)
            .put("payload", text("A sentence for the log.")));
  }

  private static JsonObject text(String description) {
    return new JsonObject().put("type", "string").put("description", description);
  }

  private static JsonObject channel(@Nullable String at, String... carries) {
    var messages = new JsonObject();
    for (var message : carries) {
      messages.put(message, reference("components/messages", message));
    }
    return new JsonObject().put("address", at).put("messages", messages);
  }

  private static JsonObject operation(String action, String channel, String message) {
    return new JsonObject()
        .put("action", action)
        .put("channel", reference("channels", channel))
        .put("messages", in(channel, message));
  }

  private static JsonArray in(String channel, String... messages) {
    var references = new JsonArray();
    for (var message : messages) {
      references.add(reference("channels/" + channel + "/messages", message));
    }
    return references;
  }

  private static JsonObject reference(String where, String name) {
    return new JsonObject().put("$ref", "#/" + where + "/" + name);
  }

  private JsonObject document(String title, String version) {
    var info =
        new JsonObject()
            .put("title", title)
            .put("version", version)
            .put(
                "description",
                "Questions and facts on the Vert.x event bus of the cluster. An answer that is a"
                    + " failure has the header "
                    + Bus.FAILURE
                    + ". Facts are told at most once.");
    return new JsonObject()
        .put("asyncapi", "3.0.0")
        .put("info", info)
        .put("defaultContentType", "application/json")
        .put("channels", channels)
        .put("operations", operations)
        .put(
            "components",
            new JsonObject().put("messages", object(messages)).put("schemas", object(schemas)));
  }

  private static JsonObject object(Map<String, JsonObject> members) {
    var object = new JsonObject();
    members.forEach(object::put);
    return object;
  }
}
