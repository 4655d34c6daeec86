package dev.peregrine.launcher.internal.house;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The console as a person sees it, and what its browser did and complained of.
final class ConsolePage implements AutoCloseable {

  private static final double PATIENCE_MS = 60_000;

  private final BrowserContext context;
  private final Page page;
  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  ConsolePage(BrowserContext context, URI server) {
    this.context = context;
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.onRequest(request -> requests.add(request.url()));
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.addInitScript(
        "addEventListener('securitypolicyviolation', e => console.error('violation',"
            + " e.blockedURI))");
    var _ = page.navigate(server + "/");
  }

  /// Waits until a text is shown somewhere.
  ///
  /// @param selector where
  /// @param pattern what is found in it
  ConsolePage shows(String selector, String pattern) {
    page.locator(selector, new Page.LocatorOptions().setHasText(Pattern.compile(pattern)))
        .first()
        .waitFor(new Locator.WaitForOptions());
    return this;
  }

  String text(String selector) {
    return page.locator(selector).first().innerText();
  }

  int count(String selector) {
    return page.locator(selector).count();
  }

  String attribute(String selector, String name) {
    return String.valueOf(page.locator(selector).first().getAttribute(name));
  }

  Object evaluate(String expression) {
    return page.evaluate(expression);
  }

  void enter(String selector, String text) {
    page.locator(selector).fill(text);
    page.locator(selector).press("Enter");
  }

  void picture(Path file) {
    var _ = page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  /// Goes elsewhere, with the window still open.
  void leave() {
    var _ = page.navigate("about:blank");
  }

  /// Returns the address of everything that was asked for.
  List<String> requests() {
    return List.copyOf(requests);
  }

  /// Returns what stands in the browser's console, which is to be empty.
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    context.close();
  }
}
