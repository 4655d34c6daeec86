package dev.peregrine.bus.internal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An enum: a constant is its word, `word()` where the enum has that method, else its name in lower
/// case.
final class Words implements Shape {

  private final Map<String, Object> constants = new LinkedHashMap<>();
  private final Map<Object, String> words = new LinkedHashMap<>();

  Words(Class<?> type) {
    for (var constant : type.getEnumConstants()) {
      var word = word(type, (Enum<?>) constant);
      if (constants.put(word, constant) != null) {
        throw new IllegalArgumentException(type.getName() + ": two constants are " + word);
      }
      words.put(constant, word);
    }
  }

  private static String word(Class<?> type, Enum<?> constant) {
    try {
      var method = type.getDeclaredMethod("word");
      if (method.getReturnType() == String.class && !Modifier.isStatic(method.getModifiers())) {
        method.setAccessible(true);
        return (String) method.invoke(constant);
      }
    } catch (NoSuchMethodException _) {
      // Its name will do.
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException(type.getName() + ".word()", broken);
    }
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable Object write(Object value) {
    return words.get(value);
  }

  @Override
  public Object read(@Nullable Object json, String path) {
    var constant = json instanceof String word ? constants.get(word) : null;
    if (constant == null) {
      throw new WireException(
          path, json == null ? "missing" : "not one", "one of " + constants.keySet());
    }
    return constant;
  }

  @Override
  public JsonObject schema(Map<String, JsonObject> named) {
    var all = new JsonArray();
    constants.keySet().forEach(all::add);
    return new JsonObject().put("type", "string").put("enum", all);
  }
}
