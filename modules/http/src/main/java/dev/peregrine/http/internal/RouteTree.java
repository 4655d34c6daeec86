package dev.peregrine.http.internal;

import dev.peregrine.http.Route;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds who answers at a path: a tree of segments, walked without regular expressions or copies.
///
/// A static segment wins over a parameter; where it leads nowhere, the parameter is tried.
public final class RouteTree {

  private static final Leaf NOWHERE = new Leaf();

  private final Node root = new Node("");
  private int mostParameters;

  /// Plants a tree.
  ///
  /// @param routes what is served
  /// @throws IllegalArgumentException if two routes have one method and the same path
  public RouteTree(List<Route> routes) {
    routes.forEach(this::plant);
  }

  /// One segment of the paths served.
  private static final class Node {

    private final String segment;
    private final List<Node> children = new ArrayList<>(4);
    private @Nullable Node parameter;
    private @Nullable Leaf leaf;

    private Node(String segment) {
      this.segment = segment;
    }
  }

  /// What is served at one path.
  static final class Leaf {

    private final Map<HttpMethod, Target> targets = new HashMap<>();
    private String allow = "";

    /// Returns who answers a method here, or null; HEAD is answered by who answers GET.
    @Nullable Target target(HttpMethod method) {
      var target = targets.get(method);
      return target == null && method.equals(HttpMethod.HEAD)
          ? targets.get(HttpMethod.GET)
          : target;
    }

    /// Returns the methods allowed here, as the `Allow` header lists them.
    String allow() {
      return allow;
    }
  }

  /// A route and the names of its parameters in the order of its path.
  record Target(Route route, List<String> parameters) {}

  /// Returns what is served at a path, or null.
  @Nullable Found find(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return null;
    }
    var found = new Found(path, mostParameters);
    var leaf = found.walk(root, 1, 0);
    if (leaf == null) {
      return null;
    }
    found.leaf = leaf;
    return found;
  }

  /// A path that is served, with the values of its parameters.
  static final class Found {

    private static final String[] NONE = {};

    private final String path;
    private final String[] values;
    private Leaf leaf = NOWHERE;

    private Found(String path, int mostParameters) {
      this.path = path;
      this.values = mostParameters == 0 ? NONE : new String[mostParameters];
    }

    /// Returns what is served there.
    Leaf leaf() {
      return leaf;
    }

    /// Returns the value of a parameter as it was sent.
    String value(int index) {
      return values[index];
    }

    private @Nullable Leaf walk(Node node, int from, int parameters) {
      if (from > path.length()) {
        return node.leaf;
      }
      var slash = path.indexOf('/', from);
      var end = slash < 0 ? path.length() : slash;
      for (var child : node.children) {
        if (child.segment.length() == end - from && path.startsWith(child.segment, from)) {
          var found = walk(child, end + 1, parameters);
          if (found != null) {
            return found;
          }
        }
      }
      if (node.parameter == null || end == from) {
        return null;
      }
      values[parameters] = path.substring(from, end);
      return walk(node.parameter, end + 1, parameters + 1);
    }
  }

  private void plant(Route route) {
    var parameters = new ArrayList<String>();
    var node = root;
    for (var segment : route.template().substring(1).split("/", -1)) {
      if (segment.startsWith("{") && segment.endsWith("}")) {
        parameters.add(segment.substring(1, segment.length() - 1));
        node.parameter = node.parameter == null ? new Node(segment) : node.parameter;
        node = node.parameter;
      } else {
        node = child(node, segment);
      }
    }
    node.leaf = node.leaf == null ? new Leaf() : node.leaf;
    var target = new Target(route, List.copyOf(parameters));
    if (node.leaf.targets.putIfAbsent(route.method(), target) != null) {
      throw new IllegalArgumentException(
          "route: " + route.method() + " " + route.template() + " (expected: each only once)");
    }
    node.leaf.allow = allow(node.leaf);
    mostParameters = Math.max(mostParameters, parameters.size());
  }

  private static Node child(Node node, String segment) {
    for (var child : node.children) {
      if (child.segment.equals(segment)) {
        return child;
      }
    }
    var made = new Node(segment);
    node.children.add(made);
    return made;
  }

  private static String allow(Leaf leaf) {
    var names = new TreeSet<String>();
    leaf.targets.keySet().forEach(method -> names.add(method.name()));
    names.add("OPTIONS");
    if (names.contains("GET")) {
      names.add("HEAD");
    }
    return String.join(", ", names);
  }
}
