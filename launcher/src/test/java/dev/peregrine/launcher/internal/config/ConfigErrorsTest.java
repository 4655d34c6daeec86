package dev.peregrine.launcher.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigErrorsTest {

  @TempDir private Path home;

  /// A variable, its value, and the problem.
  static Stream<Arguments> variables() {
    return Stream.of(
        Arguments.of(
            "PEREGRINE_HTTP_PORT", "many", "peregrine.http.port: many (expected: a whole number)"),
        Arguments.of(
            "PEREGRINE_HTTP_PROT",
            "1",
            "PEREGRINE_HTTP_PROT: unknown variable (did you mean" + " PEREGRINE_HTTP_PORT?)"),
        Arguments.of(
            "PEREGRINE_FRUIT_BASKET",
            "hunter2",
            "PEREGRINE_FRUIT_BASKET: unknown variable (no key"
                + " of conf/peregrine.yaml is spelt so)"),
        Arguments.of(
            "PEREGRINE_HTTP_HOST",
            "",
            "peregrine.http.host: blank (expected: a name or an" + " address)"),
        Arguments.of(
            "PEREGRINE_HTTP_PORT",
            "1\nforged",
            "peregrine.http.port: 1?forged (expected: a whole" + " number)"),
        Arguments.of(
            "PEREGRINE_AUTH_SIGNING_SECRET",
            "hunter2",
            "peregrine.auth.signingSecret: ***" + " (expected: 8 letters or more)"));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void a_bad_variable_is_named(String variable, String value, String problem) {
    var problems = Refused.problems(Sources.none().withEnvironment(Map.of(variable, value)));

    assertThat(problems).containsExactly(problem + "\n    from environment variable " + variable);
  }

  @Test
  void properties_and_options_are_named() {
    var sources =
        Sources.none()
            .withProperties(Map.of("peregrine.http.prot", "1", "user.dir", "/"))
            .with(new Sources.Assignment("http.port", "-1", "--port"));

    assertThat(Refused.problems(sources))
        .containsExactly(
            "peregrine.http.prot: unknown key (did you mean peregrine.http.port?)\n"
                + "    from system property peregrine.http.prot",
            "peregrine.http.port: -1 (expected: 0 to 65535)\n    from --port");
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() throws IOException {
    Files.writeString(
        home.resolve("peregrine.yaml"),
        """
        http:
          port: 99999
          host: ' '
          keepAlive: maybe
        cache:
          nearEntries: 0
          freshFor: soon
          farTimeout: 20m
          unheard: 1
        """);
    var sources =
        Sources.none()
            .withDirectory(home)
            .withEnvironment(Map.of("PEREGRINE_NO", "1"))
            .with(new Sources.Assignment("auth.keyBits", "few", "--set auth.keyBits"));

    var problems = Refused.problems(sources);

    assertThat(problems.stream().map(problem -> problem.split("[: ]", 2)[0]))
        .containsExactly(
            "peregrine.http.keepAlive",
            "peregrine.cache.freshFor",
            "peregrine.cache.unheard",
            "PEREGRINE_NO",
            "peregrine.auth.keyBits",
            "peregrine.http.port",
            "peregrine.http.host",
            // Not farTimeout: its check compares it with freshFor, which nobody can read.
            "peregrine.cache.nearEntries");
  }

  @Test
  void a_check_across_two_keys_names_both_sources() {
    var sources =
        Sources.none()
            .with(new Sources.Assignment("cache.farTimeout", "9s", "--set cache.farTimeout"))
            .withEnvironment(Map.of("PEREGRINE_CACHE_FRESH_FOR", "5s"));

    assertThat(Refused.problems(sources))
        .containsExactly(
            "peregrine.cache.farTimeout: PT9S (expected: < cache.freshFor)\n    from --set"
                + " cache.farTimeout; environment variable PEREGRINE_CACHE_FRESH_FOR"
                + " (peregrine.cache.freshFor)");
  }

  @Test
  void the_message_counts_and_lists() {
    var thrown =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                ConfigLoader.load(
                    Sample.DEFAULTS,
                    Sources.none().with(new Sources.Assignment("http.port", "x", "--port"))));

    assertThat(thrown)
        .hasMessage(
            """
            1 error in the configuration:
              peregrine.http.port: x (expected: a whole number)
                  from --port\
            """);
  }
}
