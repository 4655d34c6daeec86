package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.config.ConfigLoader;
import dev.peregrine.launcher.internal.config.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The compose file sets what the service knows, to values that it takes.
class ComposeFileTest {

  private static final Pattern VARIABLE =
      Pattern.compile("(?m)^ +(PEREGRINE_[A-Z_]+): \"?([^\"\n]+)\"?$");

  @Test
  void its_nodes_have_a_configuration_that_holds_and_find_each_other() throws IOException {
    var file = Files.readString(Path.of("../conf/compose.yaml"));
    var nodes = file.indexOf("  node2:");

    var first = loaded(variables(file.substring(0, nodes)));
    var second = loaded(variables(file));

    assertThat(first.cluster().enabled()).isTrue();
    assertThat(second.cluster().members())
        .containsExactly(
            "127.0.0.1:" + first.cluster().port(), "127.0.0.1:" + second.cluster().port());
    assertThat(second.http().port()).isNotEqualTo(first.http().port());
    assertThat(second.ops().port()).isNotEqualTo(first.ops().port());
    assertThat(first.customers().cursorKey()).isPresent().isEqualTo(second.customers().cursorKey());
  }

  private static Map<String, String> variables(String text) {
    var variables = new HashMap<String, String>();
    VARIABLE.matcher(text).results().forEach(it -> variables.put(it.group(1), it.group(2)));
    return variables;
  }

  private static PeregrineConfig loaded(Map<String, String> variables) {
    var sources = Sources.none().withEnvironment(variables);
    return ConfigLoader.load(PeregrineConfig.defaults(), sources).config();
  }
}
