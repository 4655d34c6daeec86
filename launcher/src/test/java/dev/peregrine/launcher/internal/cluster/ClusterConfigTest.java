package dev.peregrine.launcher.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may join, and who is found how.
class ClusterConfigTest {

  private static final Optional<String> SECRET = Optional.of("sixteen-letters!");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          two words  | 127.0.0.1:5701  | a:1   | cluster.name: two words
          two        | 0.0.0.0:5701    | a:1   | cluster.host: 0.0.0.0
          two        | 192.0.2.1:5701  | a:1   | cluster.secret: absent
          two        | 127.0.0.1:70000 | a:1   | cluster.port: 70000
          two        | 127.0.0.1:5701  | a     | cluster.members: a
          two        | 127.0.0.1:5701  | a:b:1 | cluster.members: a:b:1
          """)
  void what_is_wrong_is_named(String name, String at, String member, String told) {
    var host = at.substring(0, at.indexOf(':'));
    var port = Integer.parseInt(at.substring(at.indexOf(':') + 1));

    assertThatThrownBy(
            () -> new ClusterConfig(true, name, host, port, 0, List.of(member), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(told)
        .hasMessageContaining("(expected: ");
  }

  @Test
  void a_secret_that_can_be_guessed_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> with(Optional.of("fifteen-letters")))
        .hasMessageStartingWith("cluster.secret: 15 characters")
        .hasMessageNotContaining("fifteen");
  }

  @Test
  void who_joins_nobody_needs_no_secret() {
    var alone = new ClusterConfig(false, "two", "192.0.2.1", 5701, 0, List.of(), Optional.empty());

    assertThat(alone.enabled()).isFalse();
  }

  @Test
  void members_are_found_by_address_and_nobody_is_called() {
    var config =
        Membership.hazelcast(
            new ClusterConfig(
                true, "two", "127.0.0.1", 5701, 0, List.of("127.0.0.1:5702"), Optional.empty()));

    var join = config.getNetworkConfig().getJoin();
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().getMembers()).containsExactly("127.0.0.1:5702");
    assertThat(config.getNetworkConfig().getInterfaces().getInterfaces())
        .containsExactly("127.0.0.1");
    assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
    assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
  }

  @Test
  void another_secret_is_another_cluster_and_neither_can_be_read() {
    var one = Membership.hazelcast(with(SECRET)).getClusterName();
    var other = Membership.hazelcast(with(Optional.of("another-sixteen-"))).getClusterName();

    assertThat(one).isNotEqualTo(other).startsWith("two-").doesNotContain(SECRET.get());
    assertThat(Membership.hazelcast(with(SECRET)).getClusterName()).isEqualTo(one);
    assertThat(Membership.hazelcast(with(Optional.empty())).getClusterName()).isEqualTo("two");
  }

  private static ClusterConfig with(Optional<String> secret) {
    return new ClusterConfig(true, "two", "127.0.0.1", 5701, 0, List.of(), secret);
  }
}
