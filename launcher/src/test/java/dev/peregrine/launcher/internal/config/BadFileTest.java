package dev.peregrine.launcher.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadFileTest {

  @TempDir private Path home;

  /// What a file says, and the problems it must get; the file's name is cut from them.
  static Stream<Arguments> files() {
    return Stream.of(
        bad("http:\n  port: many", "http.port: many (expected: a whole number)", 2),
        bad("http: {port: 80.5}", "http.port: 80.5 (expected: a whole number)", 1),
        bad("http: {port: 9999999999}", "http.port: 9999999999 (expected: a whole number)", 1),
        bad("http:\n\n  port:\n", "http.port: nothing (expected: a whole number)", 3),
        bad("http:\n  port: [1]", "http.port: a list (expected: a whole number)", 2),
        bad("http:\n  port:\n    a: 1", "http.port: a mapping (expected: a whole number)", 3),
        bad(
            "http: 8080",
            "http: a single value (expected: keys below it: host, port, compression, bodyBytes,"
                + " sampled, keepAlive)",
            1),
        bad(
            "cache: {regions: x}",
            "cache.regions: a single value (expected: keys below it, by" + " name)",
            1),
        bad("http: {keepAlive: yes}", "http.keepAlive: yes (expected: true or false)", 1),
        bad(
            "http: {compression: zip}",
            "http.compression: zip (expected: one of none, gzip_fast)",
            1),
        bad("http: {sampled: NaN}", "http.sampled: NaN (expected: a number)", 1),
        bad(
            "http: {bodyBytes: 3GiB}",
            "http.bodyBytes: 3GiB (expected: a size below 2GiB, as in 4096, 64KiB, 16MiB)",
            1),
        bad(
            "cache: {totalBytes: 16MB}",
            "cache.totalBytes: 16MB (expected: a size, as in 4096, 64KiB, 16MiB, 1GiB)",
            1),
        bad(
            "cache: {totalBytes: 99999999TiB}",
            "cache.totalBytes: 99999999TiB (expected: a size, as in 4096, 64KiB, 16MiB, 1GiB)",
            1),
        bad(
            "cache: {freshFor: 30}",
            "cache.freshFor: 30 (expected: a duration, as in 250ms, 5s, 2m, 1h)",
            1),
        bad(
            "cache: {freshFor: PT-5S}",
            "cache.freshFor: PT-5S (expected: a duration, as in 250ms, 5s, 2m, 1h)",
            1),
        bad(
            "cache: {freshFor: 99999999999999999999h}",
            "cache.freshFor: 99999999999999999999h (expected: a duration, as in 250ms, 5s, 2m, 1h)",
            1),
        bad(
            "postgres:\n  primary: db.example:5432",
            "postgres.primary: db.example:5432 (expected: a URI, as in scheme://host:port)",
            2),
        bad(
            "postgres:\n  primary: postgresql://app:hun%ter2@db",
            "postgres.primary: postgresql://app:***@db (expected: a URI, as in"
                + " scheme://host:port)",
            2),
        bad(
            "postgres:\n  replicas:\n    - postgresql://a/x\n    - nowhere",
            "postgres.replicas: nowhere (expected: a URI, as in scheme://host:port)",
            4),
        bad(
            "postgres:\n  replicas: [[a]]",
            "postgres.replicas: a list in a list (expected: a list of single values)",
            2),
        bad(
            "auth:\n  signingSecret: [hunter2]",
            "auth.signingSecret: a list (expected: a text)",
            2),
        // Unknown keys.
        bad("http:\n  prot: 1", "http.prot: unknown key (did you mean peregrine.http.port?)", 2),
        bad("htpp:\n  port: 1", "htpp: unknown key (conf/peregrine.yaml lists all keys)", 1),
        bad("port: 1", "port: unknown key (did you mean peregrine.http.port?)", 1),
        bad(
            "cache: {regions: {customers: {freshfor: 1s}}}",
            "cache.regions.customers.freshfor: unknown key (did you mean"
                + " peregrine.cache.regions.customers.freshFor?)",
            1),
        bad(
            "auth: {signingSecrets: hunter2}",
            "auth.signingSecrets: unknown key (did you mean peregrine.auth.signingSecret?)",
            1),
        // Refused by a record.
        bad("http:\n  port: 99999", "http.port: 99999 (expected: 0 to 65535)", 2),
        bad("http:\n  host: ' '", "http.host: blank (expected: a name or an address)", 2),
        bad(
            "auth:\n  signingSecret: hunter2",
            "auth.signingSecret: *** (expected: 8 letters or more)",
            2),
        bad(
            "cache: {regions: {customers: {entries: 0}}}",
            "cache.regions.customers.entries: 0 (expected: >= 1)",
            1),
        bad(
            "cache: {regions: {orders: {freshFor: 1s}}}",
            "cache.regions.orders.entries: missing (expected: a whole number)",
            1),
        bad(
            "postgres: {replicas: 'postgresql://app:hunter2@a/x'}",
            "postgres.replicas: [postgresql://app:***@a/x] (expected: none without"
                + " postgres.primary)",
            1),
        // Twice.
        bad("http:\n  port: 1\n  port: 2", "http.port: written twice (first on line 2)", 3),
        bad("http.port: 1\nhttp:\n  port: 2", "http.port: written twice (first on line 1)", 3),
        bad("http:\nhttp:\n", "http: written twice (first on line 1)", 2));
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_bad_file_names_key_value_line_and_what_was_expected(String yaml, String problem, int line)
      throws IOException {
    var file = Files.writeString(home.resolve("my.yaml"), yaml + "\n");

    var problems = Refused.problems(Sources.none().withFile(file));

    assertThat(problems)
        .containsExactly("peregrine." + problem + "\n    from " + file + ", line " + line);
  }

  /// Files that are no configuration at all: their text, and the problem without the file's name.
  static Stream<Arguments> brokenFiles() {
    return Stream.of(
        bad(
            "http: 'x",
            "not YAML: found unexpected end of stream while scanning a quoted scalar",
            2),
        bad(
            "http:\n\tport: 1",
            "not YAML: found character '\\t(TAB)' that cannot start any token."
                + " (Do not use \\t(TAB) for indentation) while scanning for the next token",
            2),
        bad("a: 1\n---\nb: 2", "a second document (expected: one in a file)", 2),
        bad("http: &x {port: 1}\ncache: *x", "an alias (expected: the value written out)", 2),
        bad("[".repeat(20_000), "nested more than 32 deep", 1),
        bad("a:\n  b: \u0001", "not YAML: a character that YAML forbids", 2),
        bad("- 1", "not a mapping (expected: keys and values)", 1),
        bad("just words", "not a mapping (expected: keys and values)", 1));
  }

  @ParameterizedTest
  @MethodSource("brokenFiles")
  void a_broken_file_names_the_line(String yaml, String problem, int line) throws IOException {
    var file = Files.writeString(home.resolve("my.yaml"), yaml + "\n");

    var problems = Refused.problems(Sources.none().withFile(file));

    assertThat(problems)
        .containsExactly(file + ": " + problem + "\n    from " + file + ", line " + line);
  }

  @Test
  void a_file_that_cannot_be_read_says_why() throws IOException {
    Files.writeString(home.resolve("production.yaml"), "");
    var conf = home.toRealPath();
    var latin =
        Files.write(home.resolve("latin.yaml"), "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    var huge = Files.writeString(home.resolve("huge.yaml"), "#".repeat((1 << 20) + 1));

    assertThat(Refused.problems(Sources.none().withProfile(conf, "produktion")).getFirst())
        .contains(
            "produktion.yaml: no such file (there are: huge.yaml, latin.yaml, production.yaml)")
        .endsWith("from --profile produktion");
    assertThat(Refused.problems(Sources.none().withFile(home)).getFirst())
        .contains("cannot be read (it is a directory)");
    assertThat(Refused.problems(Sources.none().withFile(latin)).getFirst()).contains("not UTF-8");
    assertThat(Refused.problems(Sources.none().withFile(huge)).getFirst())
        .contains("cannot be read (it is larger than 1MiB)");
  }

  private static Arguments bad(Object... row) {
    return Arguments.of(Arrays.copyOf(row, row.length));
  }
}
