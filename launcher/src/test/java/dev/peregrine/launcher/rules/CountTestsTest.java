package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CI's last line counts every report, and CI fails when a test failed, was skipped, or none ran.
class CountTestsTest {

  private static final String ERROR =
      """
          <error message="broken" type="java.lang.IllegalStateException"><![CDATA[broken
        <testcase name="of what it printed"/>
      ]]></error>
          <rerunError message="broken" type="java.lang.IllegalStateException"/>
      """;
  private static final String SKIPPED = "    <skipped/>\n";
  private static final String FLAKY =
      """
          <flakyFailure message="once" type="java.lang.AssertionError">
            <stackTrace/>
          </flakyFailure>
          <flakyError message="twice" type="java.lang.IllegalStateException"/>
      """;

  @TempDir Path folder;

  @Test
  void reports_of_all_modules_are_added() throws Exception {
    report("modules/bus/target/surefire-reports/TEST-BusTest.xml", 5, 0, 0);
    report("launcher/target/failsafe-reports/TEST-HouseIT.xml", 2, 0, 0);
    report("launcher/target/failsafe-reports/failsafe-summary.xml", 27, 9, 9);

    assertThat(count()).isEqualTo("7 passed, 0 failed, 0 skipped\n0");
  }

  @Test
  void a_failed_test_fails_ci() throws Exception {
    report("target/surefire-reports/TEST-BusTest.xml", 5, 2, 0);

    assertThat(count()).isEqualTo("3 passed, 2 failed, 0 skipped\n1");
  }

  @Test
  void a_skipped_test_fails_ci() throws Exception {
    report("target/surefire-reports/TEST-BusTest.xml", 5, 0, 1);

    assertThat(count()).isEqualTo("4 passed, 0 failed, 1 skipped\n1");
  }

  @Test
  void no_test_at_all_fails_ci() throws Exception {
    assertThat(count()).isEqualTo("0 passed, 0 failed, 0 skipped\n1");
  }

  @Test
  void what_passed_only_when_run_again_is_named() throws Exception {
    flaky("target/failsafe-reports/TEST-OneIT.xml", "one");
    flaky("target/failsafe-reports/TEST-TwoIT.xml", "two");

    assertThat(count().lines())
        .containsExactlyInAnyOrder(
            "passed only when run again: AnyIT.one",
            "passed only when run again: AnyIT.two",
            "4 passed, 0 failed, 0 skipped",
            "0");
  }

  @Test
  void three_that_had_to_be_run_again_fail_ci() throws Exception {
    flaky("target/failsafe-reports/TEST-OneIT.xml", "one");
    flaky("target/failsafe-reports/TEST-TwoIT.xml", "two");
    flaky("target/failsafe-reports/TEST-ThreeIT.xml", "three");

    assertThat(count()).endsWith("6 passed, 0 failed, 0 skipped\n1");
  }

  private void report(String path, int tests, int errors, int skipped) throws IOException {
    var cases =
        IntStream.range(0, tests)
            .mapToObj(n ->
                testCase("test" + n, n < errors ? ERROR : n < errors + skipped ? SKIPPED : ""));
    report(path, cases.collect(Collectors.joining()));
  }

  /// Writes what failsafe does of a class in which one test passed at once and one when run again.
  private void flaky(String path, String name) throws IOException {
    report(path, testCase("good", "") + testCase(name, FLAKY));
  }

  private void report(String path, String cases) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    var suite = "<testsuite name=\"AnyIT\" tests=\"1\" errors=\"0\" failures=\"0\">\n";
    Files.writeString(
        file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + suite + cases + "</testsuite>\n");
  }

  private static String testCase(String name, String inside) {
    return "  <testcase name=\"%s\" classname=\"AnyIT\">\n%s  </testcase>\n"
        .formatted(name, inside);
  }

  private String count() throws IOException, InterruptedException {
    var script = Repository.here().root().resolve(".ci/count-tests").toString();
    var process = new ProcessBuilder(script, folder.toString()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output + process.waitFor();
  }
}
