package dev.peregrine.launcher.rules;

import static dev.peregrine.launcher.rules.House.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.domain.JavaWildcardType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages pass by reference, so they are values all the way down.
class MessagesTest {

  /// Public records that are no messages, each with the reason.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "dev.peregrine.bus.Address", "names the types that it carries; made once, never sent",
          "dev.peregrine.bus.Call", "goes beside a message, with the account of its own side",
          "dev.peregrine.bus.Topic", "names the type that it carries; made once, never sent",
          "dev.peregrine.cache.GetOutcome$Found", "carries a region's own record, which is one",
          "dev.peregrine.cache.PutEntry", "carries a region's own record, which is one",
          "dev.peregrine.http.Route", "names who answers; made once, never sent",
          "dev.peregrine.observability.Bound", "names who tells its figures; never sent",
          "dev.peregrine.observability.ConsoleLink", "learns its port later; never sent",
          "dev.peregrine.observability.ConsoleStores", "names who holds data; never sent");

  private static final Set<String> VALUES =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Double",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Short",
          "java.lang.String",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.net.URI",
          "java.nio.file.Path",
          "java.util.OptionalDouble",
          "java.util.OptionalInt",
          "java.util.OptionalLong",
          "java.util.UUID");

  private static final Set<String> CONTAINERS =
      Set.of("java.util.List", "java.util.Map", "java.util.Optional", "java.util.Set");

  private static final ArchRule DEEP_VALUES =
      ArchRuleDefinition.classes()
          .that()
          .arePublic()
          .and()
          .areRecords()
          .should(new BeDeepValues())
          .as("public records in root packages are values all the way down");

  private static final String UNSOUND =
      """
      package dev.peregrine.cache;
      import java.util.*;
      public record Unsound(byte[] bytes, List<StringBuilder> texts, Date date, List raw,
          ArrayList<String> names, Hidden hidden, Open open, Optional<Half> half) {
        record Hidden(Object anything) {}
        interface Open {}
        sealed interface Half permits Whole, Other {}
        record Whole() implements Half {}
        static final class Other implements Half {}
      }
      """;
  private static final String SOUND =
      """
      package dev.peregrine.cache;
      import java.util.*;
      public record Sound<T>(int number, Long boxed, String text, java.time.Instant at,
          java.math.BigDecimal sum, UUID id, java.net.URI uri, Kind kind, Family family,
          Optional<String> maybe, Map<String, List<Inner>> inner, Set<? extends Inner> some,
          List<T> items, Sound<String> again) {
        static final StringBuilder NOT_A_COMPONENT = null;
        public enum Kind { ONE { } }
        public record Inner(long number) {}
        public sealed interface Family {
          record One(Inner inner) implements Family {}
          sealed interface More extends Family {}
          enum Other implements More { ANY }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void messages_are_values_all_the_way_down() {
    assertThat(violations(DEEP_VALUES, House.CLASSES))
        .filteredOn(found -> !EXCEPTIONS.containsKey(recordOf(found)))
        .isEmpty();
  }

  @Test
  void exceptions_are_still_needed() {
    assertThat(violations(DEEP_VALUES, House.CLASSES))
        .extracting(MessagesTest::recordOf)
        .containsAll(EXCEPTIONS.keySet());
  }

  @Test
  void messages_are_values_all_the_way_down_can_fail() {
    var found = violations(DEEP_VALUES, Broken.classes(folder, UNSOUND, SOUND));

    assertThat(found).allMatch(one -> recordOf(one).equals("dev.peregrine.cache.Unsound"));
    assertThat(found)
        .extracting(one -> one.substring(one.indexOf('.', one.indexOf("Unsound")) + 1))
        .extracting(one -> one.substring(0, one.indexOf(':')))
        .containsExactlyInAnyOrder(
            "bytes", "texts", "date", "raw", "names", "hidden", "open", "half");
  }

  /// Returns the record that a violation is about; each begins with its component's full name.
  private static String recordOf(String violation) {
    var component = violation.substring(0, violation.indexOf(':'));
    return component.substring(0, component.lastIndexOf('.'));
  }

  /// Looks at components, at what they contain, and at every member of a sealed family.
  private static final class BeDeepValues extends ArchCondition<JavaClass> {

    BeDeepValues() {
      super("be values all the way down");
    }

    @Override
    public void check(JavaClass message, ConditionEvents events) {
      if (House.isDoor(message)) {
        components(message)
            .filter(component -> !isValue(component.getType(), new HashSet<>()))
            .map(component ->
                component.getFullName()
                    + ": "
                    + component.getType().getName()
                    + " (expected: a deep value)")
            .forEach(found -> events.add(SimpleConditionEvent.violated(message, found)));
      }
    }

    private static Stream<JavaField> components(JavaClass type) {
      return type.getFields().stream()
          .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC));
    }

    private static boolean isValue(JavaType type, Set<JavaClass> seen) {
      return switch (type) {
        case JavaTypeVariable<?> _ -> true;
        case JavaWildcardType wildcard -> areValues(wildcard.getUpperBounds(), seen);
        case JavaParameterizedType generic ->
            areValues(generic.getActualTypeArguments(), seen)
                && (CONTAINERS.contains(generic.toErasure().getName())
                    || isPlain(generic.toErasure(), seen));
        case JavaClass plain -> isPlain(plain, seen);
        default -> false;
      };
    }

    private static boolean areValues(List<JavaType> types, Set<JavaClass> seen) {
      return types.stream().allMatch(type -> isValue(type, seen));
    }

    private static boolean isPlain(JavaClass type, Set<JavaClass> seen) {
      if (type.isPrimitive() || type.isEnum() || VALUES.contains(type.getName())) {
        return true;
      }
      if (type.getPackageName().equals("java.time") || !seen.add(type)) {
        return true;
      }
      return type.isRecord()
          ? components(type).allMatch(component -> isValue(component.getType(), seen))
          : type.isInterface()
              && type.isSealed()
              && type.getPermittedSubclasses().stream()
                  .flatMap(Set::stream)
                  .allMatch(member -> isPlain(member, seen));
    }
  }
}
