package dev.peregrine.launcher.internal.house;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// Configurations that differ in one thing, so that a new key changes no test that is not about it.
final class Knobs {

  private Knobs() {}

  /// Returns a record with another value for one component.
  ///
  /// @throws IllegalArgumentException if it has no such component, or refuses the value
  static <R extends Record> R with(R record, String name, Object value) {
    var components = record.getClass().getRecordComponents();
    if (Arrays.stream(components).noneMatch(one -> one.getName().equals(name))) {
      throw new IllegalArgumentException(record.getClass().getSimpleName() + " has no " + name);
    }
    try {
      var types = new Class<?>[components.length];
      var values = new Object[components.length];
      for (var place = 0; place < components.length; place++) {
        var component = components[place];
        types[place] = component.getType();
        values[place] =
            component.getName().equals(name) ? value : component.getAccessor().invoke(record);
      }
      @SuppressWarnings("unchecked") // The class of a record is that of its copy.
      var type = (Class<R>) record.getClass();
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException refused) {
      throw refused.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalArgumentException(refused.getCause());
    } catch (ReflectiveOperationException hidden) {
      throw new IllegalArgumentException(record.getClass() + " cannot be copied", hidden);
    }
  }
}
