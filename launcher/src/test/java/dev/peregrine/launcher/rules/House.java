package dev.peregrine.launcher.rules;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// The compiled main code of all rooms on the class path, and how to make rules about it.
final class House {

  private static final String ROOT = "dev.peregrine";

  /// All classes of all rooms but perf, which is built after the rules have run.
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(ROOT);

  private House() {}

  /// Returns the room that a class lives in, or an empty text for a class of nobody here.
  static String room(JavaClass type) {
    var name = type.getPackageName() + ".";
    var prefix = ROOT + ".";
    return name.startsWith(prefix)
        ? name.substring(prefix.length(), name.indexOf('.', prefix.length()))
        : "";
  }

  /// Tells whether a class is a door: in the root package of its room.
  static boolean isDoor(JavaClass type) {
    return type.getPackageName().equals(ROOT + "." + room(type));
  }

  /// Returns the rule that no class may use certain others.
  ///
  /// @param what the rule in words
  /// @param forbidden given the user and the used
  static ArchRule noUse(String what, BiPredicate<JavaClass, JavaClass> forbidden) {
    var condition =
        new ArchCondition<JavaClass>("not break it") {
          @Override
          public void check(JavaClass user, ConditionEvents events) {
            user.getDirectDependenciesFromSelf().stream()
                .filter(use -> forbidden.test(user, use.getTargetClass()))
                .forEach(
                    use -> events.add(SimpleConditionEvent.violated(user, use.getDescription())));
          }
        };
    return ArchRuleDefinition.classes().should(condition).as(what);
  }

  /// Returns the rule that no class may call certain methods or touch certain fields.
  ///
  /// @param what the rule in words
  /// @param forbidden given the call or the field access
  static ArchRule noAccess(String what, Predicate<JavaAccess<?>> forbidden) {
    var condition =
        new ArchCondition<JavaClass>("not break it") {
          @Override
          public void check(JavaClass user, ConditionEvents events) {
            user.getAccessesFromSelf().stream()
                .filter(forbidden)
                .forEach(
                    use -> events.add(SimpleConditionEvent.violated(user, use.getDescription())));
          }
        };
    return ArchRuleDefinition.classes().should(condition).as(what);
  }

  /// Tells whether a class lies in a package or below it.
  static boolean isBelow(JavaClass type, String... packages) {
    var name = type.getPackageName() + ".";
    return List.of(packages).stream().anyMatch(above -> name.startsWith(above + "."));
  }

  /// Returns how the classes break the rule.
  static List<String> violations(ArchRule rule, JavaClasses classes) {
    return rule.evaluate(classes).getFailureReport().getDetails();
  }
}
