package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents say is there, is there.
class DocumentationTest {

  /// Names that look like a type and are none.
  private static final Set<String> NO_TYPES =
      Set.of("AsyncAPI", "GitHub", "JavaScript", "MacOS", "OpenAPI", "PostgreSQL", "TypeScript");

  private static final Path FRONT_PAGE = Path.of("README.md");
  private static final Pattern TYPE =
      Pattern.compile("@?(?<name>[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:[.#(<:\\[].*)?");
  private static final Pattern CONF = Pattern.compile("(?<![\\w/])conf/[\\w./-]*\\w");
  private static final Pattern PATH =
      Pattern.compile("(modules|launcher|perf|docs|\\.ci)/[\\w./-]+");
  private static final Pattern DECISION = Pattern.compile("docs/adr/(\\d{4})-[a-z0-9-]+\\.md");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ *(mvn [^|&;#<>\n]*verify[^|&;#<>\n]*)");
  private static final List<String> DECISION_PARTS =
      List.of("Status", "Why now", "Options", "Decision", "Price", "Confirmed by");

  @Test
  void every_type_that_is_named_exists() {
    var known = new HashSet<>(TypeNames.ours());
    known.addAll(TypeNames.ofOthers());

    assertThat(Document.all().stream().flatMap(page -> unknownTypes(page, known))).isEmpty();
  }

  @Test
  void every_type_that_is_named_exists_can_fail() {
    var page =
        document(
            "`PageReader` reads; `GoneStore.save()`, `@GonePort#FIND`, `GoneList<String>` and"
                + " `KnownThing` too; `Idempotency-Key`, `SIGTERM`, `Bus`, `AsyncAPI` are no"
                + " types;\n"
                + "```\n"
                + "`FencedThing`\n"
                + "```\n");

    assertThat(unknownTypes(page, Set.of("KnownThing")))
        .containsExactly(
            "docs/page.md: PageReader (expected: a type that exists)",
            "docs/page.md: GoneStore (expected: a type that exists)",
            "docs/page.md: GonePort (expected: a type that exists)",
            "docs/page.md: GoneList (expected: a type that exists)");
    assertThat(TypeNames.ours()).contains("DocumentationTest", "Bus");
    assertThat(TypeNames.ofOthers()).contains("CompletableFuture", "VerticleBase");
  }

  private static Stream<String> unknownTypes(Document page, Set<String> known) {
    return page.code().stream()
        .map(TYPE::matcher)
        .filter(found -> found.matches())
        .map(found -> found.group("name"))
        .filter(name -> !known.contains(name) && !NO_TYPES.contains(name))
        .map(name -> page.problem(name + " (expected: a type that exists)"));
  }

  @Test
  void every_link_leads_somewhere() {
    assertThat(Document.all().stream().flatMap(DocumentationTest::deadLinks)).isEmpty();
  }

  @Test
  void every_link_leads_somewhere_can_fail() {
    var page =
        document(
            "# A *nice* page\n[a](../pom.xml) [b](gone.md) ![c](../modules \"rooms\")"
                + " [d](https://example.org/x) [e](#a-nice-page) [f](#gone) `[g](gone)`\n"
                + "<img src=\"gone.svg\">\n\n[h]: ../gone\n");

    assertThat(deadLinks(page))
        .containsExactly(
            "docs/page.md: gone.md (expected: a link that leads somewhere)",
            "docs/page.md: #gone (expected: a link that leads somewhere)",
            "docs/page.md: gone.svg (expected: a link that leads somewhere)",
            "docs/page.md: ../gone (expected: a link that leads somewhere)");
  }

  private static Stream<String> deadLinks(Document page) {
    return page.links().stream()
        .filter(link -> !leadsSomewhere(page, link))
        .map(link -> page.problem(link + " (expected: a link that leads somewhere)"));
  }

  private static boolean leadsSomewhere(Document page, String link) {
    var hash = link.indexOf('#');
    var file = hash < 0 ? link : link.substring(0, hash);
    var target = file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
    if (!file.isEmpty() && !isThere(target)) {
      return false;
    }
    if (hash < 0 || !target.toString().endsWith(".md")) {
      return true;
    }
    var text = file.isEmpty() ? page.text() : Repository.here().read(target);
    return new Document(target, text).anchors().contains(link.substring(hash + 1));
  }

  @Test
  void every_file_that_is_named_is_there() {
    assertThat(Document.all().stream().flatMap(DocumentationTest::missingFiles)).isEmpty();
  }

  @Test
  void every_file_that_is_named_is_there_can_fail() {
    var page =
        document(
            """
            `modules/bus/pom.xml`, `modules/attic/`, `conf/<profile>.yaml`, `launcher/target/x`
            ```
            run --conf conf/gone.yaml
            ```
            """);

    assertThat(missingFiles(page))
        .containsExactly(
            "docs/page.md: modules/attic/ (expected: a file that is there)",
            "docs/page.md: conf/gone.yaml (expected: a file that is there)");
  }

  private static Stream<String> missingFiles(Document page) {
    var paths = page.code().stream().filter(PATH.asMatchPredicate());
    var conf = CONF.matcher(page.text()).results().map(found -> found.group());
    return Stream.concat(paths, conf)
        .filter(path -> !path.contains("/target/") && !isThere(Path.of(path)))
        .map(path -> page.problem(path + " (expected: a file that is there)"));
  }

  /// From the day that the house has a front page.
  @Test
  void every_room_has_a_readme() {
    var repository = Repository.here();
    var folders = repository.has(FRONT_PAGE) ? repository.roomFolders() : List.<Path>of();

    assertThat(roomsWithoutReadme(folders, repository::has)).isEmpty();
  }

  @Test
  void every_room_has_a_readme_can_fail() {
    var folders = List.of(Path.of("modules/bus"), Path.of("modules/attic"));

    assertThat(roomsWithoutReadme(folders, Path.of("modules/bus/README.md")::equals))
        .containsExactly(Path.of("modules/attic/README.md"));
    assertThat(Repository.here().roomFolders())
        .contains(Path.of("modules/bus"), Path.of("launcher"));
  }

  private static Stream<Path> roomsWithoutReadme(List<Path> folders, Predicate<Path> exists) {
    return folders.stream()
        .filter(folder -> folder.startsWith("modules") || folder.startsWith("perf"))
        .map(folder -> folder.resolve("README.md"))
        .filter(exists.negate());
  }

  /// From the day that the house has a front page.
  @Test
  void the_front_page_names_the_test_command_of_ci() {
    var repository = Repository.here();

    if (repository.has(FRONT_PAGE)) {
      var ci = repository.read(Path.of(".ci/run"));
      assertThat(strayTestCommands(new Document(FRONT_PAGE, repository.read(FRONT_PAGE)), ci))
          .isEmpty();
    }
  }

  @Test
  void the_front_page_names_the_test_command_of_ci_can_fail() {
    var page = document("```\nmvn -B verify\n```\n");

    assertThat(strayTestCommands(page, "# mvn test\nmvn -B -ntp verify || code=$?\n")).isEmpty();
    assertThat(strayTestCommands(page, "mvn -B -ntp verify </dev/null || code=$?\n")).isEmpty();
    assertThat(strayTestCommands(page, "mvn -B -ntp verify -DskipTests\n"))
        .containsExactly("mvn -B verify -DskipTests (expected: a command of the front page)");
    assertThat(strayTestCommands(page, "true\n"))
        .containsExactly("no mvn (expected: a command of the front page)");
  }

  /// Returns what CI runs and the page does not name; whether progress is printed, and what is
  /// redirected, does not matter.
  private static Stream<String> strayTestCommands(Document page, String ci) {
    var commands =
        COMMAND
            .matcher(ci)
            .results()
            .map(found -> found.group(1).replace(" -ntp", "").strip())
            .toList();
    return (commands.isEmpty() ? List.of("no mvn") : commands)
        .stream()
            .filter(command -> !page.fencedLines().contains(command))
            .map(command -> command + " (expected: a command of the front page)");
  }

  @Test
  void decisions_have_all_their_parts() {
    assertThat(Document.all().stream().flatMap(DocumentationTest::incompleteDecisions)).isEmpty();
  }

  @Test
  void decisions_have_all_their_parts_can_fail() {
    var sound =
        """
        # 7. Facts go through an outbox

        **Status.** Accepted, 2026-11-22.
        **Why now.** A crash lost mail.
        **Options.** One line each.
        **Decision.** One sentence.
        **Price.** A row a fact.
        **Confirmed by.** a test.
        """;
    var path = Path.of("docs/adr/0007-facts.md");

    assertThat(incompleteDecisions(new Document(path, sound))).isEmpty();
    assertThat(incompleteDecisions(new Document(path, sound.replace("**Price", "**Prize"))))
        .containsExactly("docs/adr/0007-facts.md: Price (expected: a part of its own)");
    assertThat(incompleteDecisions(new Document(path, sound.replace("2026-11-22", "today"))))
        .containsExactly("docs/adr/0007-facts.md: Status (expected: with a date)");
    assertThat(incompleteDecisions(new Document(Path.of("docs/adr/0008-facts.md"), sound)))
        .containsExactly(
            "docs/adr/0008-facts.md: # 7. Facts go through an outbox (expected: # 8.)");
    assertThat(incompleteDecisions(new Document(Path.of("docs/adr/facts.md"), sound)))
        .containsExactly("docs/adr/facts.md: name (expected: as in 0007-facts-in-an-outbox.md)");
  }

  private static Stream<String> incompleteDecisions(Document page) {
    var path = Repository.unix(page.path());
    var name = DECISION.matcher(path);
    if (!path.startsWith("docs/adr/") || path.endsWith("/README.md")) {
      return Stream.empty();
    }
    if (!name.matches()) {
      return Stream.of(page.problem("name (expected: as in 0007-facts-in-an-outbox.md)"));
    }
    var title = page.text().lines().findFirst().orElse("");
    var number = "# " + Integer.parseInt(name.group(1)) + ".";
    var numbered =
        title.startsWith(number + " ")
            ? Stream.<String>empty()
            : Stream.of(title + " (expected: " + number + ")");
    var dated =
        Pattern.compile("(?s)Status.{0,40}\\d{4}-\\d\\d-\\d\\d").matcher(page.text()).find()
            ? Stream.<String>empty()
            : Stream.of("Status (expected: with a date)");
    var missing =
        DECISION_PARTS.stream()
            .filter(
                part -> !Pattern.compile("(?m)^(#+ |\\*\\*)" + part).matcher(page.text()).find())
            .map(part -> part + " (expected: a part of its own)");
    return Stream.of(numbered, dated, missing).flatMap(found -> found).map(page::problem);
  }

  private static boolean isThere(Path path) {
    return Repository.here().files().stream().anyMatch(file -> file.startsWith(path.normalize()));
  }

  private static Document document(String text) {
    return new Document(Path.of("docs/page.md"), text);
  }
}
