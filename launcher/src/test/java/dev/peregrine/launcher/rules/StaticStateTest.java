package dev.peregrine.launcher.rules;

import static dev.peregrine.launcher.rules.House.isBelow;
import static dev.peregrine.launcher.rules.House.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values join by constructor: what is static never changes.
class StaticStateTest {

  private static final ArchRule NO_STATIC_STATE =
      ArchRuleDefinition.classes().should(new KeepNoStaticState());

  @TempDir Path folder;

  @Test
  void what_is_static_never_changes() {
    NO_STATIC_STATE.check(House.CLASSES);
  }

  @Test
  void what_is_static_never_changes_can_fail() {
    var unsound =
        """
        package dev.peregrine.cache;
        import java.util.*;
        import java.util.concurrent.atomic.*;
        class Unsound {
          static int counter;
          static final AtomicLong NEXT = new AtomicLong();
          static final ThreadLocal<String> USER = new ThreadLocal<>();
          static final HashMap<String, String> DECLARED = HashMap.newHashMap(1);
          static final List<String> HIDDEN = new ArrayList<>();
        }
        """;
    var sound =
        """
        package dev.peregrine.cache;
        import java.util.*;
        class Sound {
          enum Kind { ONE, TWO { } }
          static final Map<String, Kind> KINDS = Map.of("one", Kind.ONE);
          static final java.util.function.Supplier<List<String>> NEW = () -> new ArrayList<>();
          static final java.util.regex.Pattern PATTERN = java.util.regex.Pattern.compile("a");
          String kind(Kind kind) { return switch (kind) { case ONE -> "1"; case TWO -> "2"; }; }
        }
        """;

    assertThat(violations(NO_STATIC_STATE, Broken.classes(folder, sound, unsound)))
        .hasSize(7)
        .allMatch(found -> found.contains("Unsound"));
  }

  /// A static field that is set again, one of a type that changes, or such a thing made for one.
  private static final class KeepNoStaticState extends ArchCondition<JavaClass> {

    KeepNoStaticState() {
      super("keep no state that is static and changes");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      Stream.concat(fields(type), made(type))
          .forEach(found -> events.add(SimpleConditionEvent.violated(type, found)));
    }

    private static Stream<String> fields(JavaClass type) {
      return type.getFields().stream()
          .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
          .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
          .filter(field ->
              !field.getModifiers().contains(JavaModifier.FINAL) || changes(field.getRawType()))
          .map(JavaField::getDescription);
    }

    private static Stream<String> made(JavaClass type) {
      return type.getStaticInitializer().stream()
          .flatMap(start -> start.getConstructorCallsFromSelf().stream())
          .filter(call -> !call.isDeclaredInLambda())
          .filter(call -> changes(call.getTargetOwner()))
          .map(JavaConstructorCall::getDescription);
    }

    private static boolean changes(JavaClass type) {
      var container = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
      var atomic =
          isBelow(type, "java.util.concurrent.atomic") && !type.getName().endsWith("Updater");
      return (container && !type.isInterface())
          || atomic
          || type.isAssignableTo(StringBuilder.class)
          || type.isAssignableTo(ThreadLocal.class)
          || type.isAssignableTo("com.github.benmanes.caffeine.cache.Cache");
    }
  }
}
