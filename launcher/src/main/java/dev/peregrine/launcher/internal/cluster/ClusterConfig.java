package dev.peregrine.launcher.internal.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether this node is one of several, and how it finds the others.
///
/// @param enabled whether it joins others at all
/// @param name of the cluster; nodes of another name are strangers
/// @param host the address at which the others reach this node
/// @param port where it listens for members; 0 takes any free one, good for who is told of nobody
/// @param busPort where its bus listens; 0 takes any free one: the others are told
/// @param members `host:port` of nodes to look for, itself among them or not
/// @param secret what a node must know to be let in; needed as soon as other machines can knock
public record ClusterConfig(
    boolean enabled,
    String name,
    String host,
    int port,
    int busPort,
    List<String> members,
    Optional<String> secret) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern MEMBER =
      Pattern.compile("[A-Za-z0-9._-]+:[0-9]{1,5}|\\[[0-9a-fA-F:.]+]:[0-9]{1,5}");
  private static final int SHORTEST_SECRET = 16;
  private static final int MOST_MEMBERS = 100;

  /// Checks the bounds; a node that joins nobody may have any address.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public ClusterConfig {
    members = List.copyOf(members);
    check(NAME.matcher(name).matches(), "name", name, "letters, digits, dots, dashes, 1 to 64");
    check(isPort(port), "port", port, "0 to 65535");
    check(isPort(busPort), "busPort", busPort, "0 to 65535");
    check(members.size() <= MOST_MEMBERS, "members", members.size(), "at most " + MOST_MEMBERS);
    for (var member : members) {
      check(MEMBER.matcher(member).matches(), "members", member, "host:port");
    }
    if (secret.isPresent()) {
      var length = secret.get().length();
      check(
          length >= SHORTEST_SECRET,
          "secret",
          length + " characters",
          "at least " + SHORTEST_SECRET);
    }
    if (enabled) {
      checkReach(host, secret);
    }
  }

  /// Returns what holds where nobody has set anything: alone.
  public static ClusterConfig defaults() {
    return new ClusterConfig(false, "peregrine", "127.0.0.1", 5701, 0, List.of(), Optional.empty());
  }

  private static void checkReach(String host, Optional<String> secret) {
    var address = address(host);
    check(
        !address.isAnyLocalAddress(),
        "host",
        host,
        "one address of this machine, since the others are told to come there");
    check(
        address.isLoopbackAddress() || secret.isPresent(),
        "secret",
        "absent",
        "one, since other machines can reach " + host);
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          "cluster.host: " + host + " (expected: an address of this machine)", unknown);
    }
  }

  private static boolean isPort(int port) {
    return port >= 0 && port <= 65_535;
  }

  private static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "cluster." + name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
