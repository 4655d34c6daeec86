package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.Tokens;
import dev.peregrine.launcher.internal.cli.UnavailableException;
import dev.peregrine.observability.ObservabilityConfig;
import dev.peregrine.observability.ObservabilityConfig.LogFormat;
import dev.peregrine.testkit.Servers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operators' console in a real browser, on a house in which a millisecond is slow.
class ConsoleIT {

  private static final String LIVE = "^Live$";

  @TempDir private static Path home;
  private static Browser browser;
  private static URI database;
  private static RunningHouse house;

  @BeforeAll
  static void open() {
    browser = Browser.openFor(ConsoleIT.class);
    database = Servers.postgres().freshDatabase();
    house = start(0);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      house.close();
      browser.close();
    }
  }

  private static RunningHouse start(int opsPort) {
    var oneMs = Duration.ofMillis(1);
    var slow = new ObservabilityConfig(true, oneMs, oneMs, 200, false, LogFormat.TEXT);
    var usual = Knobs.with(RunningHouse.on(database, Servers.redis()), "observability", slow);
    return RunningHouse.start(home, Knobs.with(usual, "ops", HttpConfig.at("127.0.0.1", opsPort)));
  }

  /// Who may have taken the port meanwhile, as the browser's own connections do, lets go of it.
  private static RunningHouse startAgain(int opsPort) {
    return Awaitility.await()
        .pollInSameThread()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptionsInstanceOf(UnavailableException.class)
        .until(() -> start(opsPort), Objects::nonNull);
  }

  @Test
  void figures_move_with_real_traffic() {
    var known = customer(register("traffic-" + System.nanoTime()));
    try (var console = browser.console(house.ops().server())) {
      console.shows("#state", LIVE);

      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> {
            for (var n = 0; n < 20; n++) {
              assertThat(house.api().get(known).status()).isEqualTo(200);
            }
            assertThat(console.text("#rate")).matches("[1-9][\\d.,]*");
            assertThat(console.text("#hits")).matches("[1-9][\\d.,]*");
          });

      assertThat(console.text("#routes")).contains("GET", CUSTOMERS + "/{id}");
      assertThat(console.text("#p99")).matches("[\\d.]+ (µs|ms|s)");
      assertThat(console.text("#tiers")).containsPattern("near [1-9][\\d.]* %");
      assertThat(console.text("#regions")).contains("customers");
      assertThat(console.attribute("#rate-spark path:nth-child(2)", "d")).contains("L");
      assertThat(console.text("#routes")).as("operators' requests").doesNotContain("/ops/");
    }
  }

  @Test
  void a_slow_request_shows_where_its_time_went() {
    // Only the slowest are shown, so no other may be slower, whatever was asked before.
    house
        .sql()
        .run(
            "create function dawdle() returns trigger language plpgsql as $$ begin perform"
                + " pg_sleep(2); return new; end $$; create trigger dawdle before insert on"
                + " customers for each row execute function dawdle()");
    try (var console = browser.console(house.ops().server())) {
      var body = person("Slow", "slow.secret@example.org").encode();
      var created = house.api().send("POST", CUSTOMERS, body, "X-Request-Id", "console-slow");
      house.sql().run("drop function dawdle cascade");

      assertThat(created.status()).isEqualTo(201);
      console.shows("#slow tr", "console-slow");
      var row = "#slow tr:has-text('console-slow')";
      assertThat(console.text(row))
          .contains("POST", CUSTOMERS, "201", "database")
          .containsPattern("\\d (ms|s)\\b");
      assertThat(console.count(row + " svg.stack rect")).isEqualTo(5);
      assertThat(console.text("body")).doesNotContain("@", "secret");
      console.shows("#queries tr", "customers\\.");
    }
  }

  @Test
  void every_part_of_the_house_is_there() {
    try (var console = browser.console(house.ops().server())) {
      console.shows("#checks tr", "postgres\\s*up").shows("#checks tr", "redis\\s*up");
      console.shows("#ready", "^ready$").shows("#coherent", "^coherent$");
      console.shows("#outbox", "pending\\s*\\d+\\s*leased\\s*\\d+\\s*retrying\\s*\\d+\\s*dead");
      console.shows("#memory", "heap\\s*\\d+.* of \\d+").shows("#memory", "direct\\s*\\d");
      console.shows("#replicas", "every read goes to the primary");

      assertThat(console.count("#pools tr")).isEqualTo(5);
      assertThat(console.count("#loops tr")).isEqualTo(Runtime.getRuntime().availableProcessors());
      assertThat(console.count("table thead th:not([scope=col])")).isZero();
      assertThat(console.count("tbody tr > :first-child:not(th[scope=row], .none)")).isZero();
      assertThat(console.count("[role=status], [aria-live]")).as("said aloud").isEqualTo(1);
      assertThat(console.count("main, body > header, nav[aria-label]")).isEqualTo(3);
      assertThat(console.attribute("#links li:nth-child(1) a", "href"))
          .isEqualTo(house.api().server() + "/docs");
      assertThat(console.attribute("#links li:nth-child(2) a", "href"))
          .isEqualTo(house.ops().server() + "/mail");
    }
  }

  @Test
  void the_browser_asks_nobody_else_and_has_nothing_to_complain_of() {
    try (var console = browser.console(house.ops().server())) {
      console.shows("#state", LIVE).shows("#checks tr", "postgres");

      assertThat(console.requests())
          .hasSizeGreaterThanOrEqualTo(4)
          .allMatch(url -> url.startsWith(house.ops().server() + "/"));
      assertThat(console.complaints()).isEmpty();
      assertThat(
              console.evaluate(
                  "() => { const s = document.createElement('script'); s.textContent ="
                      + " 'window.ran = true'; document.body.append(s); return !!window.ran; }"))
          .as("a script that somebody slipped in")
          .isEqualTo(false);
      // What the browser complained of comes before its next answer.
      console.shows("#state", LIVE);
      assertThat(console.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
    }
  }

  @Test
  void a_cut_is_shown_and_mended() {
    var server = house.ops().server();
    try (var console = browser.console(server)) {
      console.shows("#state", LIVE).shows("#checks tr", "postgres");

      house.close();
      console.shows("#state", "No figures since \\d\\d:\\d\\d:\\d\\d");
      console.shows("#since", "for \\d+ s, trying again");
      assertThat(console.evaluate("document.body.dataset.state")).isEqualTo("cut");
      assertThat(console.text("#checks")).as("the last figures stay").contains("postgres");
      for (var old : List.of("main", "#ready")) {
        assertThat(
                console.evaluate("getComputedStyle(document.querySelector('" + old + "')).filter"))
            .as("and look old")
            .isEqualTo("grayscale(1)");
      }

      house = startAgain(server.getPort());
      console.shows("#state", LIVE);
      assertThat(console.text("#since")).isEmpty();
      assertThat(console.complaints())
          .allMatch(line -> line.contains("ERR_") || line.contains("503"));
    }
  }

  @Test
  void closing_the_page_frees_everything() {
    try (var one = browser.console(house.ops().server());
        var two = browser.console(house.ops().server())) {
      one.shows("#state", LIVE);
      two.shows("#state", LIVE);
      awaitStreams(2);
    }

    awaitStreams(0);
  }

  /// The house may not have heard yet of a page that was closed.
  private static void awaitStreams(int count) {
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(house.ops().get("/metrics").body())
                .contains("peregrine_console_streams " + count));
  }

  @Test
  void hostile_text_stays_text() {
    try (var lone = new LoneConsole(Tokens.OFF, 8);
        var console = browser.console(lone.address())) {
      console.shows("#state", LIVE);

      lone.answerSlowly();

      console.shows("#slow tr", "<b>bold</b>").shows("#checks tr", "<b>bold</b>.*<b>bold</b>");
      console.shows("#routes tr", "<b>bold</b>").shows("#links", "<b>bold</b>");
      assertThat(console.count("main img, main b:not([id]), nav img, nav script")).isZero();
      assertThat(String.valueOf(console.evaluate("document.title"))).doesNotContain("hacked");
      assertThat(console.attribute("#links a", "href")).startsWith(lone.address() + "/");
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void no_window_is_too_narrow_and_no_scheme_unreadable() {
    house.api().get(customer(987_654_321));
    var backgrounds = new HashSet<>();
    for (var width : List.of(320, 390, 768, 1_024, 1_920)) {
      for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        try (var console = browser.console(house.ops().server(), width, scheme)) {
          console.shows("#checks tr", "postgres").shows("#slow tr", "ms");

          var as = scheme + " " + width;
          assertThat(console.evaluate("document.documentElement.scrollWidth - innerWidth"))
              .as(as)
              .isEqualTo(0);
          assertThat(
                  console.evaluate(
                      "[...document.querySelectorAll('header, .tile, .card')]"
                          + ".filter(part => part.scrollWidth > part.clientWidth)"
                          + ".map(part => part.innerText).join()"))
              .as("what is cut off at " + as)
              .isEqualTo("");
          backgrounds.add(console.evaluate("getComputedStyle(document.body).backgroundColor"));
          assertThat(console.complaints()).as(as).isEmpty();
          console.picture(Path.of("target", "console-" + scheme + "-" + width + ".png"));
        }
      }
    }
    assertThat(backgrounds).as("light and dark").hasSize(2);
  }

  @Test
  void with_tokens_the_console_asks_for_one_and_keeps_it_nowhere() {
    var signer = new Signer();
    try (var lone = new LoneConsole(new Tokens(signer.config(home)), 8);
        var console = browser.console(lone.address())) {
      console.shows("#why", "who they are");
      assertThat(console.text("#ready")).isEqualTo("…");

      console.enter("#token", "garbage");
      console.shows("#why", "not accepted");
      console.enter("#token", signer.token("customers:read"));
      console.shows("#why", "lacks the scope");
      console.enter("#token", signer.token("ops"));
      console.shows("#state", LIVE).shows("#checks tr", "lifecycle");

      assertThat(console.evaluate("localStorage.length + sessionStorage.length")).isEqualTo(0);
      assertThat(console.evaluate("document.cookie + location.search")).isEqualTo("");
      assertThat(console.evaluate("document.getElementById('token').value")).isEqualTo("");
      assertThat(console.complaints()).allMatch(line -> line.matches("(?s).*\\b(401|403)\\b.*"));
    }
  }

  @Test
  void a_console_too_many_says_so_and_gets_its_turn() {
    try (var lone = new LoneConsole(Tokens.OFF, 1);
        var first = browser.console(lone.address())) {
      first.shows("#state", LIVE);
      try (var second = browser.console(lone.address())) {
        second.shows("#state", "Too many consoles");

        first.leave();

        second.shows("#state", LIVE);
      }
    }
  }

  private static long register(String name) {
    return house.api().post(CUSTOMERS, person(name, name + "@example.org")).id();
  }
}
