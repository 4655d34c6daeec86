package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.TreePath;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/// What comments say, and where there must be one.
class CommentRulesTest {

  /// The first sentence, alone on its line or followed by more.
  private static final Pattern FIRST_SENTENCE =
      Pattern.compile("[\\s\\S]*?[.][)`*_\"]*(\\s[\\s\\S]*)?");

  private static final Pattern PARAGRAPH = Pattern.compile("\n\\s*\n|\n\\s*@");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
  private static final Pattern LIKE_CODE =
      Pattern.compile("//[^/].*[(=.].*[;{}]|//\\s*(return|}).*");

  @Test
  void public_types_say_what_they_are() {
    assertThat(Source.all().stream().flatMap(CommentRulesTest::silentTypes)).isEmpty();
  }

  @Test
  void public_types_say_what_they_are_can_fail() {
    var source =
        """
        /// Says what it is. And more.
        public class Said {
          public class Silent {}
          /// Without an end
          ///
          /// Too late.
          public interface Endless {}
          /// @param nothing but a tag.
          public record Tagged(int nothing) {}
          class Hidden {}
        }
        """;

    assertThat(silentTypes(Source.of("src/main/java/Said.java", source)))
        .containsExactly(
            "src/main/java/Said.java:3: Silent: no comment (expected: a sentence with its period)",
            "src/main/java/Said.java:7: Endless: Without an end"
                + " (expected: a sentence with its period)",
            "src/main/java/Said.java:9: Tagged: no comment (expected: a sentence with its period)");
  }

  private static Stream<String> silentTypes(Source source) {
    return source.types().stream()
        .filter(type -> source.isMain() && isPublic(type))
        .filter(type -> !saysWhatItIs(firstParagraph(source, type)))
        .map(type ->
            source.problem(
                source.line(type.getLeaf()),
                ((ClassTree) type.getLeaf()).getSimpleName()
                    + ": "
                    + firstParagraph(source, type)
                    + " (expected: a sentence with its period)"));
  }

  @Test
  void packages_have_a_name_plate() {
    assertThat(Source.all().stream().flatMap(CommentRulesTest::silentPackages)).isEmpty();
    assertThat(packagesWithoutInfo(Source.all().stream().map(Source::path))).isEmpty();
  }

  @Test
  void packages_have_a_name_plate_can_fail() {
    var silent = "modules/any/src/main/java/any/package-info.java";
    var code = "modules/any/src/main/java/any/Any.java";

    assertThat(silentPackages(Source.of(silent, "package any;")))
        .containsExactly(silent + ":1: no comment (expected: a sentence with its period)");
    assertThat(packagesWithoutInfo(Stream.of(Path.of(code))))
        .containsExactly(silent + ": not there (expected: a sentence about the package)");
  }

  private static Stream<String> silentPackages(Source source) {
    if (!source.isMain() || !source.name().equals("package-info")) {
      return Stream.empty();
    }
    var declaration = source.find(tree -> tree == source.unit().getPackage()).getFirst();
    return saysWhatItIs(firstParagraph(source, declaration))
        ? Stream.empty()
        : Stream.of(source.problem(1, "no comment (expected: a sentence with its period)"));
  }

  private static Stream<String> packagesWithoutInfo(Stream<Path> files) {
    var main = files.filter(file -> Repository.unix(file).contains("src/main/java/")).toList();
    return main.stream()
        .filter(file -> !file.endsWith("module-info.java"))
        .map(file -> file.resolveSibling("package-info.java"))
        .distinct()
        .filter(plate -> !main.contains(plate))
        .map(plate ->
            Repository.unix(plate) + ": not there (expected: a sentence about the package)");
  }

  @Test
  void doc_comments_are_markdown() {
    assertThat(Source.all().stream().flatMap(CommentRulesTest::oldDocComments)).isEmpty();
  }

  @Test
  void doc_comments_are_markdown_can_fail() {
    var source = "/** Old. */\nclass Any {\n/// New.\nString s = \"/** \";\n}";

    assertThat(oldDocComments(Source.of("Any.java", source)))
        .containsExactly("Any.java:1: a comment that opens with /** (expected: ///)");
  }

  private static Stream<String> oldDocComments(Source source) {
    return source.comments().stream()
        .filter(comment -> comment.text().startsWith("/**"))
        .map(comment ->
            source.problem(comment.line(), "a comment that opens with /** (expected: ///)"));
  }

  @Test
  void nothing_is_left_for_later() {
    assertThat(Source.all().stream().flatMap(CommentRulesTest::unfinished)).isEmpty();
  }

  @Test
  void nothing_is_left_for_later_can_fail() {
    var source = "/* FIXME: soon */\nclass Any {\n// TODO\nString s = \"// TODO\";\n}";

    assertThat(unfinished(Source.of("Any.java", source)))
        .containsExactly("Any.java:1: /* FIXME: soon */", "Any.java:3: // TODO");
  }

  private static Stream<String> unfinished(Source source) {
    return source.comments().stream()
        .filter(comment -> UNFINISHED.matcher(comment.text()).find())
        .map(comment -> source.problem(comment.line(), comment.text()));
  }

  @Test
  void code_is_not_kept_in_comments() {
    assertThat(Source.all().stream().flatMap(CommentRulesTest::commentedOut)).isEmpty();
  }

  @Test
  void code_is_not_kept_in_comments_can_fail() {
    var source =
        """
        // The last one wins (see above);
        // if (Wins.last()) {
        class Any {
          // var kept = Map.of();
          /// var shown = example();
          // return kept;
        }
        """;

    assertThat(commentedOut(Source.of("Any.java", source)))
        .containsExactly(
            "Any.java:2: // if (Wins.last()) {",
            "Any.java:4: // var kept = Map.of();",
            "Any.java:6: // return kept;");
  }

  /// Only line comments that look like a statement and that the compiler takes for one.
  private static Stream<String> commentedOut(Source source) {
    return source.comments().stream()
        .filter(comment -> LIKE_CODE.matcher(comment.text()).matches())
        .filter(comment -> isStatement(comment.text().substring(2)))
        .map(comment -> source.problem(comment.line(), comment.text()));
  }

  private static boolean isStatement(String text) {
    var closed = text.endsWith("{") ? text + "}" : text;
    return Source.parses("class Any { void any() {\n" + closed + "\n} }");
  }

  private static boolean isPublic(TreePath type) {
    return ((ClassTree) type.getLeaf()).getModifiers().getFlags().contains(Modifier.PUBLIC);
  }

  private static String firstParagraph(Source source, TreePath declaration) {
    var doc = "\n" + source.doc(declaration).orElse("").strip();
    var paragraph = PARAGRAPH.split(doc, 2)[0].strip();
    return paragraph.isEmpty() ? "no comment" : paragraph;
  }

  private static boolean saysWhatItIs(String paragraph) {
    return FIRST_SENTENCE.matcher(paragraph).matches();
  }
}
