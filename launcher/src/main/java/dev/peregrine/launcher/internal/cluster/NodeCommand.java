package dev.peregrine.launcher.internal.cluster;

import dev.peregrine.launcher.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What to type to run a node like this process: the same Java, options and class path.
public final class NodeCommand {

  private NodeCommand() {}

  /// Returns the command of each node of a cluster on this machine.
  ///
  /// @param handed options of the command line that hold for each
  /// @param ports of node 1: service and operators; the next ones have the next, and 0 is any
  /// @param members `host:port` of each node
  /// @param name of the cluster
  public static List<List<String>> ofEach(
      List<String> handed, Ports ports, List<String> members, String name) {
    var commands = new ArrayList<List<String>>();
    for (var at = 0; at < members.size(); at++) {
      var command = java();
      command.add("run");
      command.add("--parent=" + ProcessHandle.current().pid());
      command.addAll(handed);
      set(command, "http.port", next(ports.api(), at));
      set(command, "ops.port", next(ports.ops(), at));
      // Those of the first process are named to the others.
      set(command, "postgres.embeddedReplicas", 0);
      set(command, "cluster.enabled", true);
      set(command, "cluster.name", name);
      set(command, "cluster.port", members.get(at).replaceAll(".*:", ""));
      set(command, "cluster.members", String.join(",", members));
      commands.add(List.copyOf(command));
    }
    return List.copyOf(commands);
  }

  /// Ports of the first node.
  ///
  /// @param api of the service
  /// @param ops of operators
  public record Ports(int api, int ops) {}

  /// Returns where each node of a cluster on this machine listens for members.
  ///
  /// @param config how they would be set for one
  /// @param count how many
  public static List<String> members(ClusterConfig config, int count) {
    var members = new ArrayList<String>();
    var taken = new ArrayList<ServerSocket>();
    try {
      for (var at = 0; at < count; at++) {
        if (config.port() == 0) {
          taken.add(new ServerSocket(0, 1, InetAddress.getByName(config.host())));
        }
        var port = config.port() == 0 ? taken.getLast().getLocalPort() : config.port() + at;
        members.add(config.host() + ":" + port);
      }
      return List.copyOf(members);
    } catch (IOException thrown) {
      throw new UncheckedIOException("cluster.port: none free", thrown);
    } finally {
      taken.forEach(NodeCommand::free);
    }
  }

  private static void free(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  private static int next(int port, int at) {
    return port == 0 ? 0 : port + at;
  }

  private static void set(List<String> command, String key, Object value) {
    command.add("--set");
    command.add(key + "=" + value);
  }

  private static List<String> java() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-XX:ArchiveClassesAtExit"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(Main.class.getName());
    return command;
  }
}
