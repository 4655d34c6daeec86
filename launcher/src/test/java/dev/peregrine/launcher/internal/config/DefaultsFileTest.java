package dev.peregrine.launcher.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultsFileTest {

  private static final String FAITHFUL =
      """
      peregrine:
        http:
          host: 127.0.0.1
          port: 8080
          compression: gzip_fast
          bodyBytes: 64KiB
          sampled: 0.5
          keepAlive: true
        cache:
          nearEntries: 10_000
          freshFor: 30s
          farTimeout: 250ms
          totalBytes: 64MiB
          regions:
            customers:
              freshFor: 10s
              entries: 1000
        postgres:
          primary:
          replicas: []
          patience: 5s
        auth:
          signingSecret: ""
          tokens: {}
          keyBits:
      """;

  @TempDir private Path home;

  @Test
  void a_faithful_file_differs_in_nothing() throws IOException {
    assertThat(differences(FAITHFUL)).isEmpty();
  }

  @Test
  void a_file_that_strays_is_told_where() throws IOException {
    var strayed =
        FAITHFUL
            .replace("port: 8080", "port: 80")
            .replace("    patience: 5s\n", "")
            .replace("totalBytes", "totalByte")
            .replace("customers:", "orders:");

    assertThat(differences(strayed))
        .containsExactlyInAnyOrder(
            "peregrine.cache.totalByte: unknown key (did you mean peregrine.cache.totalBytes?)",
            "cache.totalBytes: not in the file",
            "http.port: 80 (expected: 8080)",
            "postgres.patience: not in the file",
            "cache.regions.customers.freshFor: not in the file",
            "cache.regions.customers.entries: not in the file",
            "cache.regions.orders.freshFor: not in the code",
            "cache.regions.orders.entries: not in the code");
  }

  @Test
  void a_key_without_a_default_may_be_commented_out() throws IOException {
    var commented =
        FAITHFUL.replace("    primary:\n", "    # The server.\n    #primary: x://y:1\n");

    assertThat(differences(commented)).isEmpty();
    assertThat(differences(DefaultsFile.withAbsentKeys(commented)))
        .containsExactly("postgres.primary: Optional[x://y:1] (expected: Optional.empty)");
    assertThat(DefaultsFile.absentKeys(Sample.DEFAULTS)).contains("postgres.primary");
  }

  private java.util.List<String> differences(String text) throws IOException {
    return DefaultsFile.differences(
        Sample.DEFAULTS, Files.writeString(home.resolve("peregrine.yaml"), text));
  }
}
