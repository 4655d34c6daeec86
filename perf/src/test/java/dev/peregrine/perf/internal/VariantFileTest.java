package dev.peregrine.perf.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariantFileTest {

  private static final List<String> PRESENT = List.of("-Xmx1g", "-XX:+UseG1GC", "-Dany=UseThatGC");

  @TempDir Path folder;

  private VariantFile read(String text) throws IOException {
    return VariantFile.read(Files.writeString(folder.resolve("variants.txt"), text));
  }

  @Test
  void each_line_is_a_variant_of_flags_and_settings() throws IOException {
    var file = read("# A title\n\n# a comment\nfirst:\nboth, too: -Xmx2g  a.b=false -Dx=y\n");

    assertThat(file.title()).isEqualTo("A title");
    assertThat(file.variants())
        .containsExactly(
            new Variant("first", List.of(), List.of()),
            new Variant("both, too", List.of("-Xmx2g", "-Dx=y"), List.of("a.b=false")));
    assertThat(file.variants().getFirst().options()).isEqualTo("as it is");
    assertThat(file.variants().getLast().options()).isEqualTo("`-Xmx2g -Dx=y a.b=false`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "first:\nsecond:\n",
        "# title\nfirst:\n",
        "# title\nfirst:\nno colon\n",
        "# title\nfirst:\n: -Xmx2g\n",
        "# title\nfirst:\nsecond: rm\n"
      })
  void what_is_not_written_so_is_refused_with_its_place(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("variants.txt")
        .hasMessageContaining("expected");
  }

  /// The JVM does not start with two of them.
  @Test
  void a_collector_takes_the_place_of_another_and_later_flags_win() {
    assertThat(Variant.of("serial", "-XX:+UseSerialGC").allFlags(PRESENT))
        .containsExactly("-Xmx1g", "-Dany=UseThatGC", "-XX:+UseSerialGC");
    assertThat(Variant.of("heap", "-Xmx2g").allFlags(PRESENT))
        .containsExactly("-Xmx1g", "-XX:+UseG1GC", "-Dany=UseThatGC", "-Xmx2g");
  }
}
