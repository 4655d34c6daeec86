package dev.peregrine.bus.internal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record: an object with its components. Unknown and missing members are refused.
///
/// A member of a sealed family says in [Family#MEMBER] which one it is.
final class Members implements Shape {

  private final String name;
  private final @Nullable String outcome;
  private final List<Member> members;
  private final MethodHandle constructor;

  /// One component.
  ///
  /// @param name the component's
  /// @param accessor takes the record, returns the component
  /// @param shape the component's
  record Member(String name, MethodHandle accessor, Shape shape) {}

  /// Describes a record.
  ///
  /// @param name under which its schema is known
  /// @param outcome what it is called in its family, or null when it belongs to none
  /// @param members in the constructor's order
  /// @param constructor takes an array of the components
  Members(String name, @Nullable String outcome, List<Member> members, MethodHandle constructor) {
    this.name = name;
    this.outcome = outcome;
    this.members = List.copyOf(members);
    this.constructor = constructor;
  }

  @Override
  public @Nullable Object write(Object value) {
    var object = new JsonObject();
    if (outcome != null) {
      object.put(Family.MEMBER, outcome);
    }
    for (var member : members) {
      var written = member.shape().write(component(member, value));
      if (written != null) {
        object.put(member.name(), written);
      }
    }
    return object;
  }

  @Override
  public Object read(@Nullable Object json, String path) {
    if (!(json instanceof JsonObject object)) {
      throw new WireException(path, json == null ? "missing" : "not one", "an object");
    }
    var components = new Object[members.size()];
    var known = outcome == null ? 0 : 1;
    for (var at = 0; at < components.length; at++) {
      var member = members.get(at);
      known += object.containsKey(member.name()) ? 1 : 0;
      components[at] =
          member.shape().read(object.getValue(member.name()), join(path, member.name()));
    }
    if (object.size() > known) {
      throw new WireException(path, "an unknown member", "only " + names());
    }
    return constructed(components, path);
  }

  private List<String> names() {
    return members.stream().map(Member::name).toList();
  }

  private static Object component(Member member, Object record) {
    try {
      return member.accessor().invoke(record);
    } catch (Throwable thrown) {
      throw new IllegalStateException(member.name(), thrown);
    }
  }

  private Object constructed(Object[] components, String path) {
    try {
      return constructor.invoke(components);
    } catch (RuntimeException refused) {
      // The record's own rules; what they say may repeat what was sent.
      throw new WireException(path, "refused by " + name, "what its rules allow");
    } catch (Throwable thrown) {
      throw new IllegalStateException(name, thrown);
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  @Override
  public JsonObject schema(Map<String, JsonObject> named) {
    if (!named.containsKey(name)) {
      var properties = new JsonObject();
      var required = new JsonArray();
      // Its place in the order of the document is before those that it refers to.
      named.put(name, new JsonObject());
      if (outcome != null) {
        properties.put(Family.MEMBER, new JsonObject().put("const", outcome));
        required.add(Family.MEMBER);
      }
      for (var member : members) {
        properties.put(member.name(), member.shape().schema(named));
        if (!member.shape().optional()) {
          required.add(member.name());
        }
      }
      named.put(
          name,
          new JsonObject()
              .put("type", "object")
              .put("properties", properties)
              .put("required", required)
              .put("additionalProperties", false));
    }
    return new JsonObject().put("$ref", "#/components/schemas/" + name);
  }
}
