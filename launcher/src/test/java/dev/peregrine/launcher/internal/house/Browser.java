package dev.peregrine.launcher.internal.house;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// A Chromium of this machine, without a window. Confined to the thread that opened it.
final class Browser implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /// What it would do on its own is left out: it asks nobody but the page's server.
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;

  private Browser(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(program).setArgs(ARGUMENTS));
  }

  /// Opens one; where none is installed, says so in one line and skips the tests.
  ///
  /// @param tests whose tests need it
  static Browser openFor(Class<?> tests) {
    var program = installed();
    if (program.isEmpty()) {
      var count =
          Arrays.stream(tests.getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(Test.class))
              .count();
      var line =
          "no Chromium on the PATH: %d tests of %s are skipped (expected: apt-get install chromium)"
              .formatted(count, tests.getSimpleName());
      System.out.println(line);
      Assumptions.abort(line);
    }
    return new Browser(program.orElseThrow());
  }

  /// Opens a page and goes to the console.
  ///
  /// @param server the operators' port
  /// @param width of the window
  /// @param scheme what the person likes
  ConsolePage console(URI server, int width, ColorScheme scheme) {
    var options = new NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme);
    return new ConsolePage(browser.newContext(options), server);
  }

  /// Opens a wide, light page and goes to the console.
  ConsolePage console(URI server) {
    return console(server, 1_400, ColorScheme.LIGHT);
  }

  private static Optional<Path> installed() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/bin"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
