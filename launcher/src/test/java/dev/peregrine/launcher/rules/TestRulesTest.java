package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How tests are named, and what they must and must not do.
class TestRulesTest {

  private static final Set<String> TEST_MARKS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
  private static final Pattern TEST_CLASS = Pattern.compile("\\w+(Test|IT|Race)");
  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /// AssertJ, Awaitility and JUnit, and the probes of the testkit, whose checks begin the same way.
  private static final Pattern CHECK =
      Pattern.compile("(assert|until|expect|verify|fail|heard)\\w*");

  @Test
  void test_classes_say_what_they_cost() {
    assertThat(Source.all().stream().flatMap(TestRulesTest::unrunTests)).isEmpty();
  }

  @Test
  void test_classes_say_what_they_cost_can_fail() {
    var source = "class %s { @Test void a_fact() {} }";

    assertThat(unrunTests(Source.of("src/test/java/Facts.java", source.formatted("Facts"))))
        .containsExactly("src/test/java/Facts.java:1: tests (expected: in a *Test, *IT or *Race)");
    assertThat(unrunTests(Source.of("src/test/java/FactsIT.java", source.formatted("FactsIT"))))
        .isEmpty();
    assertThat(unrunTests(Source.of("src/test/java/FactsTest.java", "class FactsTest {}")))
        .containsExactly("src/test/java/FactsTest.java:1: no test (expected: at least one)");
  }

  private static Stream<String> unrunTests(Source source) {
    var named = TEST_CLASS.matcher(source.name()).matches();
    var tests = tests(source);
    if (!source.isTest() || named == !tests.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(
        named
            ? source.problem(1, "no test (expected: at least one)")
            : source.problem(
                source.line(tests.getFirst()), "tests (expected: in a *Test, *IT or *Race)"));
  }

  @Test
  void every_kind_of_test_is_run() {
    var pom = Repository.here().read(Path.of("pom.xml"));

    assertThat(unincluded(pom)).isEmpty();
  }

  @Test
  void every_kind_of_test_is_run_can_fail() {
    assertThat(unincluded("<include>**/*Test.java</include>")).containsExactly("**/*Race.java");
  }

  /// Without includes, surefire passes by the races; failsafe knows its own.
  private static Stream<String> unincluded(String pom) {
    return Stream.of("**/*Test.java", "**/*Race.java")
        .filter(include -> !pom.contains("<include>" + include + "</include>"));
  }

  @Test
  void tests_are_named_after_a_fact() {
    assertThat(Source.all().stream().flatMap(TestRulesTest::camelCaseTests)).isEmpty();
  }

  @Test
  void tests_are_named_after_a_fact_can_fail() {
    var source = "class AnyTest { @Test void testAny() {} @Test void a_404_is_told() {} }";

    assertThat(camelCaseTests(Source.of("src/test/java/AnyTest.java", source)))
        .containsExactly("src/test/java/AnyTest.java:1: testAny (expected: a fact in snake_case)");
  }

  private static Stream<String> camelCaseTests(Source source) {
    return tests(source).stream()
        .filter(test -> !SNAKE_CASE.matcher(test.getName()).matches())
        .map(test ->
            source.problem(
                source.line(test), test.getName() + " (expected: a fact in snake_case)"));
  }

  @Test
  void test_classes_check_something() {
    assertThat(Source.all().stream().flatMap(TestRulesTest::blindTests)).isEmpty();
  }

  @Test
  void test_classes_check_something_can_fail() {
    var blind = "class AnyTest { @Test void a_fact() { run(); } }";

    assertThat(blindTests(Source.of("src/test/java/AnyTest.java", blind)))
        .containsExactly("src/test/java/AnyTest.java:1: no assertion (expected: at least one)");
  }

  private static Stream<String> blindTests(Source source) {
    var checks =
        source.find(tree ->
            tree instanceof MethodInvocationTree call
                && CHECK.matcher(lastName(call.getMethodSelect())).matches());
    return tests(source).isEmpty() || !checks.isEmpty()
        ? Stream.empty()
        : Stream.of(source.problem(1, "no assertion (expected: at least one)"));
  }

  @Test
  void tests_do_not_sleep() {
    assertThat(Source.all().stream().flatMap(TestRulesTest::sleeps)).isEmpty();
  }

  @Test
  void tests_do_not_sleep_can_fail() {
    var source =
        """
        class AnyTest {
          void sleeps() { Thread.sleep(1); java.util.concurrent.TimeUnit.SECONDS.sleep(1); }
          Runnable later = Thread::sleep;
          void wakes() { bed.sleeper(); }
        }
        """;

    assertThat(sleeps(Source.of("src/test/java/AnyTest.java", source)))
        .containsExactly(
            "src/test/java/AnyTest.java:2: a sleep (expected: await the condition)",
            "src/test/java/AnyTest.java:2: a sleep (expected: await the condition)",
            "src/test/java/AnyTest.java:3: a sleep (expected: await the condition)");
  }

  private static Stream<String> sleeps(Source source) {
    return source.find(tree -> source.isTest() && lastName(tree).equals("sleep")).stream()
        .map(found ->
            source.problem(
                source.line(found.getLeaf()), "a sleep (expected: await the condition)"));
  }

  @Test
  void no_test_is_switched_off() {
    assertThat(Source.all().stream().flatMap(TestRulesTest::switchedOff)).isEmpty();
  }

  @Test
  void no_test_is_switched_off_can_fail() {
    var source =
        """
        class AnyTest {
          @Disabled("flaky") @Test void a_fact() {}
          @org.junit.jupiter.api.condition.DisabledOnOs(OS.LINUX) @Test void another() {}
        }
        """;

    assertThat(switchedOff(Source.of("src/test/java/AnyTest.java", source)))
        .containsExactly(
            "src/test/java/AnyTest.java:2: Disabled (expected: a test that runs)",
            "src/test/java/AnyTest.java:3: DisabledOnOs (expected: a test that runs)");
  }

  private static Stream<String> switchedOff(Source source) {
    return source.find(tree -> tree instanceof AnnotationTree).stream()
        .map(found -> (AnnotationTree) found.getLeaf())
        .filter(mark -> lastName(mark.getAnnotationType()).startsWith("Disabled"))
        .map(mark ->
            source.problem(
                source.line(mark),
                lastName(mark.getAnnotationType()) + " (expected: a test that runs)"));
  }

  private static List<MethodTree> tests(Source source) {
    return source.methods().stream()
        .filter(method ->
            method.getModifiers().getAnnotations().stream()
                .anyMatch(mark -> TEST_MARKS.contains(lastName(mark.getAnnotationType()))))
        .toList();
  }

  /// Returns the name that a dotted name or a method reference ends with, or an empty text.
  private static String lastName(Tree tree) {
    return switch (tree) {
      case IdentifierTree name -> name.getName().toString();
      case MemberSelectTree select -> select.getIdentifier().toString();
      case MemberReferenceTree reference -> reference.getName().toString();
      default -> "";
    };
  }
}
