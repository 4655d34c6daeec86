package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Reach;
import dev.peregrine.bus.Topic;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.testkit.Awaiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The document of the bus says what the bus takes and gives.
class AsyncApiTest {

  private static final JsonObject DOCUMENT = AsyncApiRoutes.document();

  @Test
  void it_has_the_members_of_asyncapi_3_and_every_reference_leads_somewhere() {
    assertThat(DOCUMENT.getString("asyncapi")).isEqualTo("3.0.0");
    assertThat(DOCUMENT.getJsonObject("info").fieldNames()).contains("title", "version");
    assertThat(references(DOCUMENT))
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(at(reference)).as(reference).isNotNull());
    assertThat(DOCUMENT.getJsonObject("operations").stream().map(Map.Entry::getValue))
        .allSatisfy(operation ->
            assertThat(((JsonObject) operation).getString("action")).isIn("send", "receive"));
  }

  @Test
  void it_shows_every_address_that_others_reach_and_no_other() {
    var declared = new TreeSet<String>();
    declared(Address.class)
        .map(Address.class::cast)
        .filter(AsyncApiTest::far)
        .forEach(it -> declared.add(it.name()));
    declared(Topic.class)
        .map(Topic.class::cast)
        .filter(topic -> topic.reach() == Reach.CLUSTER)
        .forEach(it -> declared.add(it.name()));

    assertThat(DOCUMENT.getJsonObject("operations").fieldNames())
        .isEqualTo(declared)
        .contains("customers.find", "customers.registered")
        .doesNotContain("customers.seed", "customers.insert");
  }

  @Test
  void a_message_made_from_its_schema_is_taken_and_one_with_a_member_more_or_less_is_not() {
    var vertx = Vertx.vertx();
    var bus = Bus.open(vertx, BusStats.NONE);
    try {
      declared(Address.class)
          .map(it -> (Address<?, ?>) it)
          .filter(AsyncApiTest::far)
          .forEach(address -> isTakenAsShown(vertx, bus, address));
    } finally {
      Awaiting.await(vertx.close());
    }
  }

  private static <Q extends Record, A> void isTakenAsShown(
      Vertx vertx, Bus bus, Address<Q, A> address) {
    var seen = new AtomicReference<Q>();
    Awaiting.await(
        bus.answer(
            address,
            (question, call) -> {
              seen.set(question);
              return Future.failedFuture(new IllegalStateException("seen"));
            }));
    var sample = (JsonObject) sample(payload(address.name(), address.question()));

    assertThat(sent(vertx, address, sample)).as(sample.encode()).isEqualTo("internal");
    assertThat(seen.get()).isInstanceOf(address.question());
    var more = sample.copy().put("unknown", 1);
    assertThat(sent(vertx, address, more)).as(more.encode()).isEqualTo("invalid");
    for (var member : required(address)) {
      var less = sample.copy();
      less.remove(member);
      assertThat(sent(vertx, address, less)).as(less.encode()).isEqualTo("invalid");
    }
  }

  private static String sent(Vertx vertx, Address<?, ?> address, JsonObject question) {
    return Awaiting.await(vertx.eventBus().request(address.name(), question))
        .headers()
        .get(Bus.FAILURE);
  }

  private static List<String> required(Address<?, ?> address) {
    var schema = resolved(payload(address.name(), address.question()));
    return schema.getJsonArray("required").stream().map(String.class::cast).toList();
  }

  private static JsonObject payload(String channel, Class<?> type) {
    var messages =
        DOCUMENT.getJsonObject("channels").getJsonObject(channel).getJsonObject("messages");
    return resolved(messages.getJsonObject(type.getSimpleName())).getJsonObject("payload");
  }

  /// Makes the simplest value that a schema lets through.
  private static Object sample(JsonObject written) {
    var schema = resolved(written);
    if (schema.containsKey("enum")) {
      return schema.getJsonArray("enum").getValue(0);
    }
    return switch (schema.getString("type")) {
      case "object" -> sampleObject(schema);
      case "array" -> new JsonArray().add(sample(schema.getJsonObject("items")));
      case "integer", "number" -> 1;
      case "boolean" -> true;
      case "string" -> text(schema);
      default -> throw new AssertionError(schema.encode());
    };
  }

  private static JsonObject sampleObject(JsonObject schema) {
    var object = new JsonObject();
    schema
        .getJsonObject("properties")
        .forEach(member -> object.put(member.getKey(), sample((JsonObject) member.getValue())));
    return object;
  }

  private static String text(JsonObject schema) {
    return switch (schema.getString("format", schema.containsKey("pattern") ? "decimal" : "")) {
      case "date-time" -> "2026-01-31T12:00:00Z";
      case "decimal" -> "12.50";
      default -> "text";
    };
  }

  private static boolean far(Address<?, ?> address) {
    return address.reach() == Reach.CLUSTER;
  }

  private static Stream<Object> declared(Class<?> kind) {
    return Arrays.stream(CustomersPort.class.getFields())
        .filter(field -> field.getType() == kind)
        .map(AsyncApiTest::constant);
  }

  private static Object constant(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException thrown) {
      throw new AssertionError(thrown);
    }
  }

  private static JsonObject resolved(JsonObject schema) {
    var reference = schema.getString("$ref");
    return reference == null ? schema : (JsonObject) at(reference);
  }

  private static Object at(String reference) {
    Object there = DOCUMENT;
    for (var step : reference.substring("#/".length()).split("/", -1)) {
      there = there instanceof JsonObject object ? object.getValue(step) : null;
    }
    return there;
  }

  private static Set<String> references(Object within) {
    var found = new TreeSet<String>();
    var open = new ArrayList<Object>(List.of(within));
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case JsonObject object -> {
          var reference = object.getString("$ref");
          if (reference != null) {
            found.add(reference);
          }
          object.fieldNames().stream()
              .map(object::getValue)
              .filter(java.util.Objects::nonNull)
              .forEach(open::add);
        }
        case JsonArray array -> array.stream().forEach(open::add);
        default -> {}
      }
    }
    return found;
  }
}
