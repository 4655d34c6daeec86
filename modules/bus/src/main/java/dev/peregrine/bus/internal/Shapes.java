package dev.peregrine.bus.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Works out how types look as JSON, once each, by looking at their components.
///
/// Only classes that a port declares are ever looked at: nothing on the wire names a class. Safe on
/// any thread; holds as many shapes as there are types in ports.
public final class Shapes {

  private final ConcurrentMap<Class<?>, Shape> known = new ConcurrentHashMap<>();

  /// Makes one that knows nothing yet.
  public Shapes() {}

  /// Returns the shape of a record or a sealed family of them.
  ///
  /// @param type what a port declares
  /// @throws IllegalArgumentException if a component has a type that has no form on the wire
  public Shape of(Class<?> type) {
    return known.computeIfAbsent(type, each -> new Look().at(each, each.getSimpleName()));
  }

  /// One look at a type and all that it is made of.
  private static final class Look {

    private final Deque<Class<?>> within = new ArrayDeque<>();

    private Shape at(Type type, String place) {
      if (type instanceof Class<?> plain) {
        return plain(plain, place);
      }
      if (type instanceof ParameterizedType generic) {
        var arguments = generic.getActualTypeArguments();
        var raw = generic.getRawType();
        if (raw == Optional.class) {
          return new Perhaps(at(arguments[0], place));
        }
        if (raw == List.class || raw == Set.class) {
          return new Items(at(arguments[0], place), raw == Set.class);
        }
        if (raw == Map.class && arguments[0] == String.class) {
          return new Entries(at(arguments[1], place));
        }
      }
      throw unknown(place, type);
    }

    private Shape plain(Class<?> type, String place) {
      var scalar = Scalar.of(type);
      if (scalar != null) {
        return scalar;
      }
      if (type.isEnum()) {
        return new Words(type);
      }
      if (within.contains(type)) {
        throw new IllegalArgumentException(
            place + ": " + type.getName() + " within itself (expected: a type of bounded depth)");
      }
      within.push(type);
      try {
        if (type.isRecord()) {
          return record(type, null);
        }
        if (type.isInterface() && type.isSealed()) {
          return family(type, place);
        }
      } finally {
        within.pop();
      }
      throw unknown(place, type);
    }

    private Shape family(Class<?> type, String place) {
      var byWord = new LinkedHashMap<String, Shape>();
      var byType = new LinkedHashMap<Class<?>, Shape>();
      for (var member : type.getPermittedSubclasses()) {
        if (!member.isRecord()) {
          throw unknown(place, member);
        }
        var simple = member.getSimpleName();
        var word = simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
        var shape = record(member, word);
        byWord.put(word, shape);
        byType.put(member, shape);
      }
      return new Family(byWord, byType);
    }

    private Shape record(Class<?> type, @Nullable String outcome) {
      var members = new ArrayList<Members.Member>();
      for (var component : type.getRecordComponents()) {
        var place = type.getSimpleName() + "." + component.getName();
        if (outcome != null && component.getName().equals(Family.MEMBER)) {
          throw new IllegalArgumentException(place + ": taken (it tells which record it is)");
        }
        members.add(
            new Members.Member(
                component.getName(), accessor(component), at(component.getGenericType(), place)));
      }
      return new Members(name(type), outcome, members, constructor(type));
    }

    private static String name(Class<?> type) {
      var outer = type.getDeclaringClass();
      return outer != null && outer.isSealed()
          ? outer.getSimpleName() + "." + type.getSimpleName()
          : type.getSimpleName();
    }

    private static MethodHandle accessor(RecordComponent component) {
      try {
        component.getAccessor().setAccessible(true);
        return MethodHandles.lookup()
            .unreflect(component.getAccessor())
            .asType(MethodType.methodType(Object.class, Object.class));
      } catch (IllegalAccessException closed) {
        throw new IllegalArgumentException(component + ": not accessible", closed);
      }
    }

    private static MethodHandle constructor(Class<?> type) {
      var parameters =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      try {
        var constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return MethodHandles.lookup()
            .unreflectConstructor(constructor)
            .asSpreader(Object[].class, parameters.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
      } catch (ReflectiveOperationException closed) {
        throw new IllegalArgumentException(type.getName() + ": not accessible", closed);
      }
    }

    private static IllegalArgumentException unknown(String place, Type type) {
      return new IllegalArgumentException(
          place
              + ": "
              + type.getTypeName()
              + " (expected: a record, a sealed family of records, an enum, a number, boolean,"
              + " String, BigDecimal, Instant, LocalDate, Duration, UUID, URI, or an Optional,"
              + " List, Set or Map<String, …> of those)");
    }
  }
}
