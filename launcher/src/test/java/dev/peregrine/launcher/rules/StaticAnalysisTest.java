package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The compiler is as strict as the root pom says: a room with this fault does not compile.
class StaticAnalysisTest {

  private static final Pattern OF_THE_BUS =
      Pattern.compile(
          "bus/target|peregrine-bus|vertx-core|netty-|jackson-core|jspecify|slf4j-api"
              + "|error_prone_annotations");

  private static final String MODULE =
      """
      /// A room that asks the bus.
      @org.jspecify.annotations.NullMarked
      module dev.peregrine.fixture {
        requires dev.peregrine.bus;
        requires static org.jspecify;
      }
      """;

  @TempDir Path folder;

  @Test
  void a_sound_room_compiles() {
    assertThat(
            problems(
                """
                package fixture;

                import dev.peregrine.bus.Deadline;

                /// Sound: waits until a [Deadline].
                final class Sound {

                  private final Deadline deadline;

                  Sound(Deadline deadline) {
                    this.deadline = deadline;
                  }

                  long remainingMs() {
                    return deadline.remainingMs();
                  }
                }
                """))
        .isEmpty();
  }

  @Test
  void an_answer_that_is_dropped_does_not_compile() {
    assertThat(
            problems(
                """
                package fixture;

                import dev.peregrine.bus.Deadline;

                final class Drops {
                  static void drop(Deadline deadline) {
                    deadline.remainingMs();
                  }
                }
                """))
        .anyMatch(problem -> problem.contains("[CheckReturnValue]"));
  }

  @Test
  void a_future_that_is_dropped_does_not_compile() {
    assertThat(
            problems(
                """
                package fixture;

                import dev.peregrine.bus.Bus;
                import dev.peregrine.bus.Topic;

                final class Forgets {
                  static <F extends Record> void forget(Bus bus, Topic<F> topic) {
                    bus.listen(topic, fact -> {});
                  }
                }
                """))
        .anyMatch(problem -> problem.contains("[CheckReturnValue]"));
  }

  @Test
  void null_for_what_is_never_null_does_not_compile() {
    assertThat(
            problems(
                """
                package fixture;

                final class Nulls {
                  static int length(String text) {
                    return text.length();
                  }

                  static int none() {
                    return length(null);
                  }
                }
                """))
        .anyMatch(problem -> problem.contains("[NullAway]"));
  }

  @Test
  void a_raw_type_does_not_compile() {
    assertThat(
            problems(
                """
                package fixture;

                final class Raw {
                  static int size(java.util.List items) {
                    return items.size();
                  }
                }
                """))
        .anyMatch(problem -> problem.contains("[rawtypes]"));
  }

  @Test
  void a_dead_link_does_not_compile() {
    assertThat(
            problems(
                """
                package fixture;

                /// See [Gone#method], which says more.
                final class Links {}
                """))
        .anyMatch(problem -> problem.contains("reference not found"));
  }

  @Test
  void another_rooms_internals_do_not_compile() {
    assertThat(
            problems(
                """
                package fixture;

                import dev.peregrine.bus.internal.RecordCodec;

                final class Peeks {
                  static String name() {
                    return RecordCodec.NAME;
                  }
                }
                """))
        .anyMatch(problem -> problem.contains("package dev.peregrine.bus.internal is not visible"));
  }

  private List<String> problems(String source) {
    var arguments =
        Stream.concat(
                CompilerArguments.ofRootPom().stream(),
                Stream.of(
                    "-d", folder.toString(),
                    "-processorpath", Broken.classPath(),
                    "--module-path", modulePath()))
            .toList();
    return Broken.problems(arguments, MODULE, source);
  }

  /// Only what the bus needs: jars that are no modules read all the others, and collide.
  private static String modulePath() {
    return Stream.of(Broken.classPath().split(File.pathSeparator))
        .filter(entry -> OF_THE_BUS.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
