package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ReplicationConfigTest {

  private static final URI PRIMARY = URI.create("postgresql://app:word@db0.example.org/app");
  private static final DatabaseConfig USUAL = DatabaseConfig.defaults();

  private static final Duration MS = Duration.ofMillis(1);
  private static final Duration OK = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);
  private static final long BYTES = 65_536;

  @Test
  void a_bound_that_is_broken_is_named() {
    assertThat(new ReplicationConfig(OK, OK, OK, BYTES, Duration.ZERO, 1).lagAtMostBytes())
        .isEqualTo(BYTES);
    refused(() -> new ReplicationConfig(MS, OK, OK, BYTES, OK, 1), "checkEvery");
    refused(() -> new ReplicationConfig(LONG, OK, OK, BYTES, OK, 1), "checkEvery");
    refused(() -> new ReplicationConfig(OK, MS, OK, BYTES, OK, 1), "answerWithin");
    refused(() -> new ReplicationConfig(OK, OK, LONG, BYTES, OK, 1), "lagAtMost");
    refused(() -> new ReplicationConfig(OK, OK, OK, BYTES - 1, OK, 1), "lagAtMostBytes");
    refused(() -> new ReplicationConfig(OK, OK, OK, BYTES, MS.negated(), 1), "provenFor");
    refused(() -> new ReplicationConfig(OK, OK, OK, BYTES, LONG, 1), "provenFor");
    refused(() -> new ReplicationConfig(OK, OK, OK, BYTES, OK, -1), "fallBacks");
    refused(() -> new ReplicationConfig(OK, OK, OK, BYTES, OK, 100_001), "fallBacks");
  }

  private static void refused(ThrowingCallable made, String key) {
    assertThatThrownBy(made)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("postgres.replication." + key + ": ")
        .hasMessageContaining("(expected: ");
  }

  @Test
  void servers_that_cannot_be_replicas_are_refused() {
    assertThatThrownBy(() -> with(Optional.of(PRIMARY), List.of(URI.create("http://x/y")), 0))
        .hasMessageStartingWith("postgres.replicas: not a server's address");
    assertThatThrownBy(() -> with(Optional.of(PRIMARY), List.of(replica(1), replica(1)), 0))
        .hasMessage("postgres.replicas: 2 servers (expected: each one once)");
    assertThatThrownBy(() -> with(Optional.of(PRIMARY), replicas(9), 0))
        .hasMessage("postgres.replicas: 9 servers (expected: at most 8)");
    assertThatThrownBy(() -> with(Optional.empty(), replicas(1), 0))
        .hasMessage("postgres.replicas: 1 servers (expected: none without postgres.primary)");
    assertThat(with(Optional.of(PRIMARY), replicas(8), 0).replicas()).hasSize(8);
  }

  @Test
  void only_the_embedded_server_is_given_replicas_and_not_too_many() {
    assertThat(with(Optional.empty(), List.of(), 4).embeddedReplicas()).isEqualTo(4);
    assertThatThrownBy(() -> with(Optional.empty(), List.of(), 5))
        .hasMessage("postgres.embeddedReplicas: 5 (expected: 0 to 4)");
    assertThatThrownBy(() -> with(Optional.empty(), List.of(), -1))
        .hasMessage("postgres.embeddedReplicas: -1 (expected: 0 to 4)");
    assertThatThrownBy(() -> with(Optional.of(PRIMARY), List.of(), 1))
        .hasMessage("postgres.embeddedReplicas: 1 (expected: 0 beside postgres.primary)");
  }

  @Test
  void no_message_holds_a_password() {
    assertThatThrownBy(
            () -> with(Optional.of(PRIMARY), List.of(URI.create("http://a:secret@x/y")), 0))
        .hasMessageNotContaining("secret");
  }

  private static DatabaseConfig with(Optional<URI> primary, List<URI> replicas, int embedded) {
    return new DatabaseConfig(
        primary,
        replicas,
        embedded,
        USUAL.replication(),
        USUAL.startTimeout(),
        USUAL.maxLifetime(),
        USUAL.pipelining(),
        USUAL.reads(),
        USUAL.lists(),
        USUAL.writes(),
        USUAL.relay(),
        USUAL.bulk());
  }

  private static List<URI> replicas(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(ReplicationConfigTest::replica).toList();
  }

  private static URI replica(int number) {
    return URI.create("postgresql://app:word@db" + number + ".example.org/app");
  }
}
