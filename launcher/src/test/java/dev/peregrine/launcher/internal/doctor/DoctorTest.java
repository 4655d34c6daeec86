package dev.peregrine.launcher.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.config.ConfigLoader;
import dev.peregrine.launcher.internal.config.Sources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

  private static final Embedded BOTH = new Embedded(true, true);

  @TempDir private Path home;

  @Test
  void java_is_new_enough_or_not() {
    well(Machine.java(25));
    well(Machine.java(26));
    sick(Machine.java(24), "JDK 24 (expected: 25 or newer)", "install a JDK 25");
  }

  @Test
  void the_heap_is_large_enough_or_not() {
    well(Machine.memory());
    well(Machine.memory(1, 256L << 20));
    sick(
        Machine.memory(4, 64L << 20),
        "4 cores, 64 MiB heap (expected: 256 MiB or more)",
        "conf/jvm.options");
  }

  @Test
  void files_may_be_opened_or_not() {
    well(Machine.openFiles(1024));
    sick(Machine.openFiles(256), "up to 256 (expected: 1024 or more)", "ulimit -n");
  }

  @Test
  void the_disk_has_space_or_not() {
    well(Disk.space(home, 1L << 30));
    sick(Disk.space(home, 500L << 20), "500 MiB free", "free some space");
    sick(Disk.space(home.resolve("absent")), "cannot be looked at", "PEREGRINE_HOME");
  }

  @Test
  void a_directory_is_writable_or_not() throws IOException {
    var file = Files.createFile(home.resolve("file"));

    well(Disk.writable(home.resolve("new")));
    assertThat(home.resolve("new")).isEmptyDirectory();
    sick(Disk.writable(file), "not writable", "give your user the right");
  }

  @Test
  void a_directory_is_readable_or_not() {
    well(Disk.readable(home));
    sick(Disk.readable(home.resolve("conf")), "no directory that can be read", "./peregrine");
  }

  @Test
  void a_port_is_free_or_not() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      sick(
          Network.free("127.0.0.1", port, "--ops-port", "ops.port"),
          "127.0.0.1:" + port,
          "--ops-port N (key peregrine.ops.port");
    }
    well(Network.free("127.0.0.1", port, "--ops-port", "ops.port"));
    well(Network.free("127.0.0.1", 0, "--port", "http.port"));
    sick(Network.free("[", 8080, "--port", "http.port"), "no such host", "set peregrine.http.host");
  }

  @Test
  void a_server_answers_or_not() throws IOException {
    URI uri;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      uri = URI.create("redis://127.0.0.1:" + server.getLocalPort());
      well(Network.reachable(uri, 6379, "redis.uri"));
    }
    sick(Network.reachable(uri, 6379, "redis.uri"), "refused", "correct peregrine.redis.uri");
    sick(Network.reachable(URI.create("redis:///0"), 6379, "redis.uri"), "no host", "redis.uri");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, false, true",
    "Linux, aarch64, false, true",
    "Mac OS X, aarch64, false, true",
    "Mac OS X, x86_64, false, true",
    "Linux, amd64, true, false",
    "Linux, riscv64, false, false",
    "Windows 11, amd64, false, false"
  })
  void there_are_binaries_or_not(String system, String processor, boolean musl, boolean known) {
    var platform = new Checks.Platform(system, processor, musl);

    if (known) {
      well(BOTH.binaries(platform));
    } else {
      sick(BOTH.binaries(platform), "no binaries for " + system, "PEREGRINE_POSTGRES_PRIMARY");
      sick(new Embedded(false, true).binaries(platform), "no binaries", "PEREGRINE_REDIS_URI");
      well(new Embedded(false, false).binaries(platform));
    }
  }

  @Test
  void root_has_user_namespaces_or_not() {
    well(Embedded.namespaces("true"));
    sick(Embedded.namespaces("false"), "not allowed here", "as another user");
    sick(Embedded.namespaces("no-such-command"), "no command no-such-command", "as another user");
  }

  @Test
  void the_configuration_says_what_is_looked_at() {
    record Door(String host, int port) {}
    record Postgres(Optional<URI> primary, List<URI> replicas) {}
    record Redis(Optional<URI> uri) {}
    record Config(Door http, Door ops, Postgres postgres, Redis redis) {}
    var external =
        new Config(
            new Door("127.0.0.1", 0),
            new Door("127.0.0.1", 0),
            new Postgres(
                Optional.of(URI.create("postgresql://127.0.0.1:1/x")),
                List.of(URI.create("postgresql://127.0.0.1:2/x"))),
            new Redis(Optional.of(URI.create("redis://127.0.0.1:3"))));

    var checks = Checks.ofConfiguration(ConfigLoader.load(external, Sources.none()));

    assertThat(checks.stream().map(Check::what))
        .containsExactly(
            "http port",
            "ops port",
            "embedded servers",
            "postgres.primary",
            "postgres.replicas",
            "redis.uri");
    assertThat(checks.stream().map(Check::look).filter(Finding.Sick.class::isInstance)).hasSize(3);
  }

  private static void well(Finding finding) {
    assertThat(finding).isInstanceOf(Finding.Well.class);
  }

  private static void sick(Finding finding, String text, String cure) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            Finding.Sick.class,
            sick -> {
              assertThat(sick.text()).contains(text);
              assertThat(sick.cure()).contains(cure);
            });
  }
}
