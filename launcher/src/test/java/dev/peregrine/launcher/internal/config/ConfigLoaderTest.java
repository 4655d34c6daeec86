package dev.peregrine.launcher.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @TempDir private Path home;

  @Test
  void without_sources_the_defaults_hold() {
    var loaded = ConfigLoader.load(Sample.DEFAULTS, Sources.none());

    assertThat(loaded.config()).isEqualTo(Sample.DEFAULTS);
    assertThat(loaded.values()).allMatch(value -> value.source().equals("default"));
  }

  @Test
  void each_source_is_stronger_than_the_one_before() throws IOException {
    Files.writeString(home.resolve("peregrine.yaml"), "http: {port: 1}");
    Files.writeString(home.resolve("production.yaml"), "http: {port: 2}");
    Files.writeString(home.resolve("mine.yaml"), "http: {port: 3}");

    var sources = Sources.none().withDirectory(home);

    assertThat(port(sources)).isEqualTo(1);
    sources = sources.withProfile(home, "production");
    assertThat(port(sources)).isEqualTo(2);
    sources = sources.withFile(home.resolve("mine.yaml"));
    assertThat(port(sources)).isEqualTo(3);
    sources = sources.withEnvironment(Map.of("PEREGRINE_HTTP_PORT", "4"));
    assertThat(port(sources)).isEqualTo(4);
    sources = sources.withProperties(Map.of("peregrine.http.port", "5"));
    assertThat(port(sources)).isEqualTo(5);
    sources = sources.with(new Sources.Assignment("http.port", "6", "--set http.port"));
    assertThat(port(sources)).isEqualTo(6);
    sources = sources.with(new Sources.Assignment("peregrine.http.port", "7", "--port"));
    assertThat(port(sources)).isEqualTo(7);
  }

  @Test
  void a_file_may_set_every_type() {
    var config =
        yaml(
            """
            peregrine:
              http:
                host: 0.0.0.0
                port: 9_090
                compression: none
                bodyBytes: 1MiB
                sampled: 1
                keepAlive: false
              cache:
                nearEntries: 5
                freshFor: PT1M
                farTimeout: 5s
                totalBytes: 1GiB
                regions:
                  customers: { freshFor: 1h }
                  orders:
                    freshFor: 2m
                    entries: 7
              postgres:
                primary: postgresql://app:secret@db:5432/peregrine
                replicas:
                  - postgresql://one:5432/peregrine
                  - postgresql://two:5432/peregrine
                patience:
              auth:
                signingSecret: "null and void"
                tokens: { alice: 17 }
                keyBits: 256
            """);

    assertThat(config.http())
        .isEqualTo(new Sample.Http("0.0.0.0", 9_090, Sample.Compression.NONE, 1 << 20, 1.0, false));
    assertThat(config.cache())
        .isEqualTo(
            new Sample.Cache(
                5,
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                1L << 30,
                Map.of(
                    "customers", new Sample.Region(Duration.ofHours(1), 1_000),
                    "orders", new Sample.Region(Duration.ofMinutes(2), 7))));
    assertThat(config.postgres().primary())
        .contains(URI.create("postgresql://app:secret@db:5432/peregrine"));
    assertThat(config.postgres().replicas()).hasSize(2);
    assertThat(config.postgres().patience()).isEmpty();
    assertThat(config.auth())
        .isEqualTo(new Sample.Auth("null and void", Map.of("alice", "17"), Optional.of(256)));
  }

  @Test
  void variables_match_camel_case_keys_lists_and_map_names() {
    var config =
        ConfigLoader.load(
                Sample.DEFAULTS,
                Sources.none()
                    .withEnvironment(
                        Map.of(
                            "PEREGRINE_CACHE_NEAR_ENTRIES", "5",
                            "PEREGRINE_CACHE_REGIONS_CUSTOMERS_FRESH_FOR", "1h",
                            "PEREGRINE_AUTH_TOKENS_ALICE", "wonderland",
                            "PEREGRINE_POSTGRES_PRIMARY", "postgresql://db/peregrine",
                            "PEREGRINE_POSTGRES_REPLICAS", "postgresql://a/x, postgresql://b/x",
                            "PEREGRINE_POSTGRES_PATIENCE", "",
                            "PEREGRINE_HOME", "/somewhere",
                            "PEREGRINE_JAVA_OPTIONS", "-Xmx2g",
                            "PATH", "/bin")))
            .config();

    assertThat(config.cache().nearEntries()).isEqualTo(5);
    assertThat(config.cache().regions().get("customers"))
        .isEqualTo(new Sample.Region(Duration.ofHours(1), 1_000));
    assertThat(config.auth().tokens()).containsEntry("alice", "wonderland");
    assertThat(config.postgres().replicas())
        .containsExactly(URI.create("postgresql://a/x"), URI.create("postgresql://b/x"));
    assertThat(config.postgres().patience()).isEmpty();
  }

  @Test
  void a_stronger_list_replaces_the_weaker_whole() throws IOException {
    Files.writeString(
        home.resolve("peregrine.yaml"),
        "postgres: {primary: 'postgresql://p/x', replicas: ['postgresql://a/x',"
            + " 'postgresql://b/x']}");
    var sources = Sources.none().withDirectory(home);

    var one = sources.withEnvironment(Map.of("PEREGRINE_POSTGRES_REPLICAS", "postgresql://c/x"));
    var none = sources.withEnvironment(Map.of("PEREGRINE_POSTGRES_REPLICAS", ""));

    assertThat(ConfigLoader.load(Sample.DEFAULTS, one).config().postgres().replicas())
        .containsExactly(URI.create("postgresql://c/x"));
    assertThat(ConfigLoader.load(Sample.DEFAULTS, none).config().postgres().replicas()).isEmpty();
  }

  @Test
  void the_description_tells_sources_and_hides_secrets() throws IOException {
    Files.writeString(
        home.resolve("peregrine.yaml"),
        """
        http.port: 9090
        postgres:
          primary: postgresql://app:hun/ter@2@db:5432/x?sslpassword=hunter2
        auth:
          signingSecret: hunter2-and-more
          tokens: {alice: hunter2}
        """);

    var lines = ConfigLoader.load(Sample.DEFAULTS, Sources.none().withDirectory(home)).describe();

    assertThat(lines)
        .contains(
            "peregrine.http.host = 127.0.0.1 (default)",
            "peregrine.http.bodyBytes = 64KiB (default)",
            "peregrine.http.compression = gzip_fast (default)",
            "peregrine.cache.farTimeout = 250ms (default)",
            "peregrine.postgres.replicas = [] (default)",
            "peregrine.auth.keyBits = (absent) (default)")
        .anyMatch(line -> line.matches("peregrine.http.port = 9090 \\(.*peregrine.yaml, line 1\\)"))
        .anyMatch(line -> line.startsWith("peregrine.auth.signingSecret = *** ("))
        .anyMatch(line -> line.startsWith("peregrine.auth.tokens.alice = *** ("))
        .noneMatch(line -> line.contains("hunter2") || line.contains("ter@2"));
  }

  @Test
  void a_missing_or_empty_default_file_is_no_error() throws IOException {
    var sources = Sources.none().withDirectory(home);

    assertThat(port(sources)).isEqualTo(8080);
    Files.writeString(home.resolve("peregrine.yaml"), "# nothing but this\n");
    assertThat(port(sources)).isEqualTo(8080);
    Files.writeString(home.resolve("peregrine.yaml"), "peregrine:\n  http:\n");
    assertThat(port(sources)).isEqualTo(8080);
  }

  @Test
  void records_that_cannot_be_a_configuration_are_refused() {
    record Odd(StringBuilder text) {}
    record Inner(int b) {}
    record Twins(int aB, Inner a) {}
    record Empty(String text) {}

    assertThatThrownBy(() -> ConfigLoader.load(new Odd(new StringBuilder()), Sources.none()))
        .hasMessageStartingWith("text: java.lang.StringBuilder (expected: ");
    assertThatThrownBy(() -> ConfigLoader.load(new Twins(1, new Inner(2)), Sources.none()))
        .hasMessage("a.b and aB: both are set by PEREGRINE_A_B");
    assertThatThrownBy(() -> ConfigLoader.load(new Empty(null), Sources.none()))
        .hasMessage("Empty.text: null (expected: a default)");
  }

  @Test
  void a_profile_is_a_plain_name() {
    assertThatThrownBy(() -> Sources.none().withProfile(home, "../../etc/passwd"))
        .hasMessage("profile: ../../etc/passwd (expected: a name, as in production)");
  }

  private static int port(Sources sources) {
    return ConfigLoader.load(Sample.DEFAULTS, sources).config().http().port();
  }

  private Sample yaml(String text) {
    try {
      var file = Files.writeString(home.resolve("test.yaml"), text);
      return ConfigLoader.load(Sample.DEFAULTS, Sources.none().withFile(file)).config();
    } catch (IOException unwritable) {
      throw new AssertionError(unwritable);
    }
  }
}
