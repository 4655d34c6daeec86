package dev.peregrine.launcher.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/// What a loader says of sources that it must refuse.
final class Refused {

  private Refused() {}

  /// Lists the problems; fails if there are none or if they show the secret that bad values are
  /// made of.
  static List<String> problems(Sources sources) {
    var thrown =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.load(Sample.DEFAULTS, sources));
    assertThat(thrown).as("the configuration is refused").isNotNull();
    assertThat(thrown.getMessage()).doesNotContain("hunter2", "hun%ter2");
    return thrown.problems();
  }
}
