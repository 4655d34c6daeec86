package dev.peregrine.launcher.internal.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes records apart and puts them together again, by reflection.
final class Records {

  private Records() {}

  /// Reads a component.
  ///
  /// @throws IllegalArgumentException if it is null: an absent default is an empty `Optional`
  static Object component(Record record, String name) {
    try {
      var accessor = record.getClass().getDeclaredMethod(name);
      accessor.setAccessible(true);
      var value = accessor.invoke(record);
      if (value == null) {
        throw new IllegalArgumentException(
            record.getClass().getSimpleName() + "." + name + ": null (expected: a default)");
      }
      return value;
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Calls the canonical constructor.
  ///
  /// @throws RuntimeException whatever the constructor throws
  static Record construct(Class<? extends Record> type, Object[] arguments) {
    var parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(thrown.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Calls the record's static method `defaults()`, where it has one.
  static @Nullable Record declaredDefaults(Class<? extends Record> type) {
    var method =
        Arrays.stream(type.getDeclaredMethods())
            .filter(each ->
                each.getName().equals("defaults")
                    && each.getParameterCount() == 0
                    && each.getReturnType() == type)
            .findFirst();
    if (method.isEmpty()) {
      return null;
    }
    try {
      method.get().setAccessible(true);
      return type.cast(method.get().invoke(null));
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// Lists the value of every key that a record tree has, in order.
  static Map<String, Object> flattened(Shape.Group shape, Record tree) {
    var values = new LinkedHashMap<String, Object>();
    flatten("", shape, tree, values);
    return values;
  }

  private static void flatten(String key, Shape shape, Object value, Map<String, Object> values) {
    switch (shape) {
      case Shape.Group group ->
          group
              .members()
              .forEach((name, member) ->
                  flatten(Shape.join(key, name), member, component((Record) value, name), values));
      case Shape.Family family ->
          ((Map<?, ?>) value)
              .forEach((name, member) ->
                  flatten(Shape.join(key, String.valueOf(name)), family.member(), member, values));
      case Shape.Leaf _ -> values.put(key, value);
    }
  }

  /// Writes a value as a file would.
  static String shown(String key, Shape.Leaf leaf, Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(present -> shown(key, leaf, present)).orElse("(absent)");
    }
    if (value instanceof java.util.List<?> list) {
      return list.stream().map(item -> shown(key, leaf, item)).toList().toString();
    }
    if (Secrets.hides(key, leaf)) {
      return Secrets.MASK;
    }
    return switch (value) {
      case java.time.Duration duration -> Quantities.spelled(duration);
      case Enum<?> constant -> ScalarType.spelled(constant);
      case Number size when leaf.type().expected().startsWith("a size") ->
          Quantities.spelled(size.longValue());
      default -> Secrets.shown(value.toString());
    };
  }
}
