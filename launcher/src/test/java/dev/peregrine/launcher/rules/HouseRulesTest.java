package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/// Sizes and names, in every Java file of the house, tests too.
class HouseRulesTest {

  /// What may be larger, by its name as reported, each with the reason.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "BadFileTest.files", "a table of bad files and what is said of each",
          "ConfigLoaderTest.a_file_may_set_every_type", "one file with every type in it");

  private static final int FILE_LINES = 300;
  private static final int METHOD_LINES = 40;
  private static final int PARAMETERS = 4;
  private static final Pattern BANNED_NAME =
      Pattern.compile(".*(Impl|Manager|Helper|Utils?|Base|Data|Info|DTO|Dto)|Abstract[A-Z].*");

  @Test
  void files_are_short() {
    assertThat(problems(HouseRulesTest::longFiles)).isEmpty();
  }

  @Test
  void files_are_short_can_fail() {
    var lines = "// one more line\n".repeat(FILE_LINES - 1);

    assertThat(longFiles(Source.of("Short.java", lines + "class Short {}"))).isEmpty();
    assertThat(longFiles(Source.of("Long.java", lines + "\nclass Long {}")))
        .containsExactly("Long.java: 301 lines (expected: at most 300)");
  }

  private static Stream<String> longFiles(Source source) {
    return source.lines() <= FILE_LINES
        ? Stream.empty()
        : tooMuch(Repository.unix(source.path()), source.lines(), "lines", FILE_LINES);
  }

  @Test
  void methods_are_short() {
    assertThat(problems(HouseRulesTest::longMethods)).isEmpty();
  }

  @Test
  void methods_are_short_can_fail() {
    var lines = "// one more line\n".repeat(METHOD_LINES - 2);
    var source =
        "class Any {\n@Deprecated\nvoid longer() {\n"
            + lines
            + "}\nvoid shorter() {\n"
            + lines
            + "}}";

    assertThat(longMethods(Source.of("Any.java", source)))
        .containsExactly("Any.longer: 41 lines (expected: at most 40)");
  }

  private static Stream<String> longMethods(Source source) {
    return source.methods().stream()
        .filter(method -> source.lines(method) > METHOD_LINES)
        .flatMap(
            method -> tooMuch(name(source, method), source.lines(method), "lines", METHOD_LINES));
  }

  @Test
  void parameters_are_few() {
    assertThat(problems(HouseRulesTest::longParameterLists)).isEmpty();
  }

  @Test
  void parameters_are_few_can_fail() {
    var source =
        """
        record Point(int a, int b, int c, int d, int e) {
          Point(int a, int b, int c, int d, int e) {}
          static void four(int a, int b, int c, int d) {}
          static void five(int a, int b, int c, int d, int e) {}
          class Inner {
            Inner(int a, int b, int c, int d, int e) {}
            @Override void foreign(int a, int b, int c, int d, int e) {}
          }
        }
        """;

    assertThat(longParameterLists(Source.of("Point.java", source)))
        .containsExactly(
            "Point.five: 5 parameters (expected: at most 4)",
            "Point.<init>: 5 parameters (expected: at most 4)");
  }

  /// A record's components are its form, and an overridden method's form is another's choice.
  private static Stream<String> longParameterLists(Source source) {
    return source.find(MethodTree.class::isInstance).stream()
        .filter(found -> !isRecordConstructor(found))
        .map(found -> (MethodTree) found.getLeaf())
        .filter(method -> method.getParameters().size() > PARAMETERS)
        .filter(method -> !isOverride(method))
        .flatMap(method ->
            tooMuch(name(source, method), method.getParameters().size(), "parameters", PARAMETERS));
  }

  @Test
  void names_say_what_a_thing_is() {
    assertThat(problems(HouseRulesTest::emptyNames)).isEmpty();
  }

  @Test
  void names_say_what_a_thing_is_can_fail() {
    var source =
        """
        class Database {
          record CustomerDTO() {}
          interface StringUtils {}
          enum AbstractKind {}
          class Abstraction {}
          class Information {}
        }
        """;

    assertThat(emptyNames(Source.of("Database.java", source)))
        .containsExactly(
            "Database.java:2: CustomerDTO (expected: a name without an empty word)",
            "Database.java:3: StringUtils (expected: a name without an empty word)",
            "Database.java:4: AbstractKind (expected: a name without an empty word)");
  }

  private static Stream<String> emptyNames(Source source) {
    return source.types().stream()
        .map(found -> (ClassTree) found.getLeaf())
        .filter(type -> BANNED_NAME.matcher(type.getSimpleName()).matches())
        .map(type ->
            source.problem(
                source.line(type),
                type.getSimpleName() + " (expected: a name without an empty word)"));
  }

  @Test
  void classes_are_final() {
    assertThat(problems(HouseRulesTest::openClasses)).isEmpty();
  }

  @Test
  void classes_are_final_can_fail() {
    var source =
        """
        final class Closed {
          class Open {}
          class OpenBench {}
          abstract class Half {}
          sealed interface Family {}
          record Value() {}
          enum Kind { ONE { } }
          Object anonymous = new Object() {};
        }
        """;

    assertThat(openClasses(Source.of("src/main/java/Closed.java", source)))
        .containsExactly("Open: open (expected: final)");
  }

  private static Stream<String> openClasses(Source source) {
    return source.types().stream()
        .filter(type -> source.isMain() && type.getLeaf().getKind() == Tree.Kind.CLASS)
        .map(found -> (ClassTree) found.getLeaf())
        // JMH derives from a benchmark.
        .filter(type -> !type.getSimpleName().toString().endsWith("Bench"))
        .filter(type ->
            Stream.of(Modifier.FINAL, Modifier.ABSTRACT, Modifier.SEALED)
                .noneMatch(type.getModifiers().getFlags()::contains))
        .map(type -> type.getSimpleName() + ": open (expected: final)");
  }

  @Test
  void exceptions_are_still_needed() {
    assertThat(Source.all().stream().flatMap(HouseRulesTest::exceptional))
        .extracting(HouseRulesTest::subject)
        .containsAll(EXCEPTIONS.keySet());
  }

  private static Stream<String> exceptional(Source source) {
    return Stream.of(
            longFiles(source), longMethods(source), longParameterLists(source), openClasses(source))
        .flatMap(found -> found);
  }

  private static List<String> problems(Function<Source, Stream<String>> rule) {
    return Source.all().stream()
        .flatMap(rule)
        .filter(problem -> !EXCEPTIONS.containsKey(subject(problem)))
        .toList();
  }

  /// Returns the name that a report begins with.
  private static String subject(String problem) {
    return problem.substring(0, problem.indexOf(": "));
  }

  private static Stream<String> tooMuch(String what, int count, String unit, int bound) {
    return Stream.of(what + ": " + count + " " + unit + " (expected: at most " + bound + ")");
  }

  private static String name(Source source, MethodTree method) {
    return source.name() + "." + method.getName();
  }

  private static boolean isRecordConstructor(TreePath method) {
    return ((MethodTree) method.getLeaf()).getName().contentEquals("<init>")
        && method.getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
  }

  private static boolean isOverride(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().endsWith("Override"));
  }
}
