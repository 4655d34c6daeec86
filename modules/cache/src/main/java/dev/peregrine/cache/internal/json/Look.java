package dev.peregrine.cache.internal.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One look at a record and all that it is made of, when its codec is made.
final class Look {

  /// Records, families and enums that one value may be made of.
  private static final int MOST_TYPES = 250;

  private final Access access;
  private final Map<String, Form> forms = new HashMap<>();
  private final SortedMap<String, String> described = new TreeMap<>();

  Look(Access access) {
    this.access = access;
  }

  /// Returns the form of a record.
  ///
  /// @throws IllegalArgumentException if something in it has none
  Form at(Class<? extends Record> type) {
    if (type.getTypeParameters().length > 0) {
      throw unknown(type.getSimpleName(), type.getTypeName());
    }
    return named(type, List.of(), type.getSimpleName()).form();
  }

  /// Returns everything about the types that were seen that changes what their bytes mean, in an
  /// order that does not depend on the process.
  String description() {
    return described.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private Typed at(AnnotatedType type, String place, Map<String, Typed> bound) {
    var bare = bare(type, place, bound);
    if (!saysNullable(type) || (bare.mayBeNull() && type instanceof AnnotatedTypeVariable)) {
      return bare;
    }
    return maybe(bare, place, Perhaps::nullable);
  }

  private static Typed maybe(Typed bare, String place, Function<Form, Form> wrap) {
    if (bare.mayBeNull()) {
      throw unknown(place, bare.name() + ", of which nothing tells which of two is missing");
    }
    return new Typed(wrap.apply(bare.form()), bare.name() + Typed.MAYBE);
  }

  private static boolean saysNullable(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotations())
        .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
  }

  private Typed bare(AnnotatedType type, String place, Map<String, Typed> bound) {
    return switch (type) {
      case AnnotatedTypeVariable variable -> {
        var known = bound.get(variable.getType().getTypeName());
        if (known == null) {
          throw unknown(place, variable.getType().getTypeName());
        }
        yield known;
      }
      case AnnotatedWildcardType wildcard ->
          at(wildcard.getAnnotatedUpperBounds()[0], place, bound);
      case AnnotatedParameterizedType generic -> generic(generic, place, bound);
      default -> {
        if (type.getType() instanceof Class<?> plain && plain.getTypeParameters().length == 0) {
          yield plain(plain, place);
        }
        throw unknown(place, type.getType().getTypeName());
      }
    };
  }

  private Typed generic(AnnotatedParameterizedType type, String place, Map<String, Typed> bound) {
    var raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
    var arguments =
        Arrays.stream(type.getAnnotatedActualTypeArguments())
            .map(argument -> at(argument, place, bound))
            .toList();
    var last = arguments.getLast();
    if (raw == Optional.class) {
      return maybe(last, place, form -> Perhaps.optional(form, place));
    }
    if (raw == List.class || raw == Set.class) {
      return new Typed(
          new Items(place, last.form(), raw == Set.class),
          raw.getSimpleName() + "<" + last.name() + ">");
    }
    if (raw == Map.class && arguments.getFirst().name().equals(String.class.getName())) {
      return new Typed(new Entries(place, last.form()), "Map<" + last.name() + ">");
    }
    return raw.isRecord() ? named(raw, arguments, place) : refuse(place, raw);
  }

  private Typed plain(Class<?> type, String place) {
    var kind = ScalarKind.of(type);
    if (kind != null) {
      return new Typed(new Scalar(place, kind), boxed(type).getName());
    }
    var optional = Perhaps.primitive(type, place);
    if (optional != null) {
      return new Typed(optional, type.getSimpleName() + Typed.MAYBE);
    }
    if (type.isEnum()) {
      var words = Words.of(type, place);
      describe(type.getName(), words.byName().keySet().stream().sorted().toList(), place);
      return new Typed(words, type.getName());
    }
    return type.isRecord() || (type.isSealed() && type.isInterface())
        ? named(type, List.of(), place)
        : refuse(place, type);
  }

  /// A component may become `int` from `Integer`: bytes and meaning stay.
  private static Class<?> boxed(Class<?> type) {
    return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }

  /// Looks at a record or family once for each list of its arguments.
  private Typed named(Class<?> type, List<Typed> arguments, String place) {
    var name =
        type.getName()
            + arguments.stream().map(Typed::name).collect(Collectors.joining(",", "<", ">"));
    var known = forms.get(name);
    if (known == null) {
      var again = new Again();
      forms.put(name, again);
      known = type.isRecord() ? record(type, name, arguments) : family(type, name, place);
      again.is(known);
      forms.put(name, known);
    }
    return new Typed(known, name);
  }

  private Form record(Class<?> type, String name, List<Typed> arguments) {
    describe(name, List.of(), type.getSimpleName());
    var bound = new HashMap<String, Typed>();
    for (var at = 0; at < arguments.size(); at++) {
      bound.put(type.getTypeParameters()[at].getName(), arguments.get(at));
    }
    var members = new ArrayList<RecordClass.Member>();
    var parts = new ArrayList<String>();
    for (var component : type.getRecordComponents()) {
      var place = type.getSimpleName() + "." + component.getName();
      var typed = component(component, place, bound);
      parts.add(component.getName() + ":" + typed.name());
      members.add(
          new RecordClass.Member(
              component.getName(), place, access.accessor(type, component), typed.form()));
    }
    describe(name, parts, type.getSimpleName());
    return new RecordClass(type.getSimpleName(), access.constructor(type), members).form();
  }

  /// Annotations of older make stand on the component, not on its type.
  private Typed component(RecordComponent component, String place, Map<String, Typed> bound) {
    var typed = at(component.getAnnotatedType(), place, bound);
    return saysNullable(component) && !typed.mayBeNull()
        ? maybe(typed, place, Perhaps::nullable)
        : typed;
  }

  private Form family(Class<?> type, String name, String place) {
    describe(name, List.of(), place);
    var byType = new LinkedHashMap<Class<?>, String>();
    var byName = new LinkedHashMap<String, Form>();
    for (var member : members(type).toList()) {
      if (!member.isRecord() || member.getTypeParameters().length > 0) {
        throw unknown(place, member.getTypeName());
      }
      var known = named(member, List.of(), place);
      byType.put(member, member.getSimpleName());
      if (byName.put(member.getSimpleName(), known.form()) != null) {
        throw unknown(place, "two records called " + member.getSimpleName());
      }
    }
    describe(name, byType.keySet().stream().map(Class::getName).sorted().toList(), place);
    return new Family(place, Map.copyOf(byType), Map.copyOf(byName));
  }

  private static Stream<Class<?>> members(Class<?> type) {
    return Arrays.stream(type.getPermittedSubclasses())
        .flatMap(member ->
            member.isSealed() && member.isInterface() ? members(member) : Stream.of(member))
        .distinct();
  }

  private void describe(String name, List<String> parts, String place) {
    described.put(name, parts.toString());
    if (described.size() > MOST_TYPES) {
      throw unknown(place, "more than " + MOST_TYPES + " types");
    }
  }

  private static Typed refuse(String place, Class<?> type) {
    throw unknown(place, type.getTypeName());
  }

  private static IllegalArgumentException unknown(String place, String type) {
    return new IllegalArgumentException(
        place
            + ": "
            + type
            + " (expected: a record, a sealed family of records, an enum, a number, boolean,"
            + " String, byte[], UUID, URI, a type of java.time, or an Optional, List, Set or"
            + " Map<String, …> of those)");
  }
}
