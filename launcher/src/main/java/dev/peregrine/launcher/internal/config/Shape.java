package dev.peregrine.launcher.internal.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a tree of config records looks like: which keys it has and what each may hold.
sealed interface Shape {

  /// A record: a fixed set of keys, in the order of its components.
  record Group(Class<? extends Record> type, Map<String, Shape> members) implements Shape {}

  /// A map: any name, each with the same shape below it.
  record Family(Shape member) implements Shape {}

  /// A value.
  record Leaf(Form form, ScalarType type) implements Shape {}

  /// How many texts a value is made of.
  enum Form {
    ONE,
    OPTIONAL,
    LIST
  }

  /// The name that stands for any name of a family in [#leaves].
  String ANY = "*";

  /// Draws the shape of a record.
  ///
  /// @throws IllegalArgumentException if a component has a type that no text can be read as
  static Group of(Class<? extends Record> type) {
    var members = new LinkedHashMap<String, Shape>();
    for (var component : type.getRecordComponents()) {
      members.put(component.getName(), of(component.getGenericType(), component.getName()));
    }
    return new Group(type, Collections.unmodifiableMap(members));
  }

  private static Shape of(Type type, String name) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return new Leaf(Form.OPTIONAL, scalar(arguments[0], name));
      }
      if (generic.getRawType() == List.class) {
        return new Leaf(Form.LIST, scalar(arguments[0], name));
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new Family(of(arguments[1], name));
      }
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return of(plain.asSubclass(Record.class));
    }
    return new Leaf(Form.ONE, scalar(type, name));
  }

  private static ScalarType scalar(Type type, String name) {
    return ScalarType.of(type instanceof Class<?> plain ? plain : Object.class, name);
  }

  /// Finds what lies at a key.
  ///
  /// @param key names joined by dots, empty for the whole tree
  /// @return the shape there, or null when there is no such key
  default @Nullable Shape at(String key) {
    if (key.isEmpty()) {
      return this;
    }
    var dot = key.indexOf('.');
    var name = dot < 0 ? key : key.substring(0, dot);
    var rest = dot < 0 ? "" : key.substring(dot + 1);
    var next =
        switch (this) {
          case Group group -> group.members().get(name);
          case Family family -> name.isEmpty() ? null : family.member();
          case Leaf _ -> null;
        };
    return next == null || (dot >= 0 && rest.isEmpty()) ? null : next.at(rest);
  }

  /// Lists the keys of all values, in order; a family's names stand as [#ANY].
  default Map<String, Leaf> leaves() {
    var leaves = new LinkedHashMap<String, Leaf>();
    collect("", leaves);
    return leaves;
  }

  private void collect(String key, Map<String, Leaf> leaves) {
    switch (this) {
      case Group group ->
          group.members().forEach((name, member) -> member.collect(join(key, name), leaves));
      case Family family -> family.member().collect(join(key, ANY), leaves);
      case Leaf leaf -> leaves.put(key, leaf);
    }
  }

  /// Appends a name to a key.
  static String join(String key, String name) {
    return key.isEmpty() ? name : key + "." + name;
  }
}
