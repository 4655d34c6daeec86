package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.config.ConfigLoader;
import dev.peregrine.launcher.internal.config.DefaultsFile;
import dev.peregrine.launcher.internal.config.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of defaults says what the code does.
class PeregrineYamlTest {

  private static final Path FILE = Path.of("../conf/peregrine.yaml");
  private static final PeregrineConfig DEFAULTS = PeregrineConfig.defaults();

  @TempDir private Path home;

  @Test
  void it_lists_every_key_with_its_default() {
    assertThat(DefaultsFile.differences(DEFAULTS, FILE)).isEmpty();
  }

  @Test
  void it_changes_nothing() {
    var loaded = ConfigLoader.load(DEFAULTS, Sources.none().withFile(FILE));

    assertThat(loaded.config()).isEqualTo(DEFAULTS);
  }

  @Test
  void keys_without_a_default_stand_there_as_comments_with_an_example_that_holds()
      throws IOException {
    var all =
        Files.writeString(
            home.resolve("all.yaml"), DefaultsFile.withAbsentKeys(Files.readString(FILE)));

    var loaded = ConfigLoader.load(DEFAULTS, Sources.none().withFile(all));

    assertThat(DefaultsFile.absentKeys(DEFAULTS))
        .isNotEmpty()
        .allSatisfy(key ->
            assertThat(loaded.value(key))
                .as(key)
                .hasValueSatisfying(
                    found -> assertThat(found.value()).as(key).isNotEqualTo(Optional.empty())));
  }
}
