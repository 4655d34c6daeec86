package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CI's last line counts every report, and CI fails when a test failed, was skipped, or none ran.
class CountTestsTest {

  @TempDir Path folder;

  @Test
  void reports_of_all_modules_are_added() throws Exception {
    report("modules/bus/target/surefire-reports/TEST-BusTest.xml", 5, 0, 0);
    report("launcher/target/failsafe-reports/TEST-HouseIT.xml", 2, 0, 0);
    report("launcher/target/failsafe-reports/failsafe-summary.xml", 9, 9, 9);

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

  private void report(String path, int tests, int errors, int skipped) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    var counts = "tests=\"%d\" errors=\"%d\" skipped=\"%d\"".formatted(tests, errors, skipped);
    Files.writeString(
        file,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"Any\" time=\"0.1\" "
            + counts
            + " failures=\"0\">\n</testsuite>\n");
  }

  private String count() throws IOException, InterruptedException {
    var script = Repository.here().root().resolve(".ci/count-tests").toString();
    var process = new ProcessBuilder(script, folder.toString()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output + process.waitFor();
  }
}
