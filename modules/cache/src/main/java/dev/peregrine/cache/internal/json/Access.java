package dev.peregrine.cache.internal.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/// How records are reached: with what the caller may reach, or as everybody may.
///
/// @param caller the right of who made the codec
record Access(MethodHandles.Lookup caller) {

  /// Returns what takes a record and returns a component, its type erased as said.
  MethodHandle accessor(Class<?> record, RecordComponent component) {
    try {
      return into(record)
          .findVirtual(record, component.getName(), MethodType.methodType(component.getType()))
          .asType(MethodType.methodType(carried(component), Object.class));
    } catch (ReflectiveOperationException closed) {
      throw closed(record, closed);
    }
  }

  /// Returns the canonical constructor, with its types erased as those of the accessors are.
  MethodHandle constructor(Class<?> record) {
    var components = record.getRecordComponents();
    var exact = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var erased = Arrays.stream(components).map(Access::carried).toArray(Class<?>[]::new);
    try {
      return into(record)
          .findConstructor(record, MethodType.methodType(void.class, exact))
          .asType(MethodType.methodType(Object.class, erased));
    } catch (ReflectiveOperationException closed) {
      throw closed(record, closed);
    }
  }

  /// Returns as what a component is handed on: the usual primitives as themselves, all else as
  /// objects, so that generated classes name no type of their user, whose loader they need not see.
  static Class<?> carried(RecordComponent component) {
    var type = component.getType();
    return type == long.class || type == int.class || type == boolean.class || type == double.class
        ? type
        : Object.class;
  }

  private MethodHandles.Lookup into(Class<?> record) {
    Access.class.getModule().addReads(record.getModule());
    try {
      return MethodHandles.privateLookupIn(record, caller);
    } catch (IllegalAccessException _) {
      // Not the caller's to open: what is public will do, and what is not is told by who asks.
      return MethodHandles.publicLookup();
    }
  }

  private static IllegalArgumentException closed(
      Class<?> record, ReflectiveOperationException cause) {
    return new IllegalArgumentException(
        record.getName()
            + ": not accessible (expected: a public record of an exported package, or"
            + " MethodHandles.lookup() of who may as second argument)",
        cause);
  }
}
