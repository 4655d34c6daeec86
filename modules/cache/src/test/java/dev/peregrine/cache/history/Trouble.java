package dev.peregrine.cache.history;

import dev.peregrine.testkit.FaultProxy;
import io.vertx.redis.client.Command;
import java.time.Duration;

/// What goes wrong for a moment between nodes and Redis, or with one of them.
enum Trouble {
  CUT,
  REFUSED,
  DELAYED,
  DEAF_SERVER,
  DEAF_NODE,
  CUT_IN_A_REPLY,
  GARBAGE,
  LOG_HELD_BACK,
  FILLS_HELD_BACK,
  SLOW_SOURCE,
  LOG_TRIMMED,
  LOG_DELETED,
  EMPTIED,
  REDIS_FROZEN,
  NODE_FROZEN,
  PROMOTION;

  private static final Duration SLOW = Duration.ofMillis(40);

  /// Lets it begin for one node, or for all where that is its way.
  void begin(Network network, int node) {
    var proxy = network.proxies().get(node);
    switch (this) {
      case CUT -> proxy.cut();
      case REFUSED -> {
        proxy.refuse();
        proxy.cut();
      }
      case DELAYED -> proxy.delay(SLOW);
      case DEAF_SERVER -> proxy.swallowRequests();
      case DEAF_NODE -> proxy.swallowReplies();
      case CUT_IN_A_REPLY -> proxy.cutAfter(3);
      case GARBAGE -> proxy.garble(5);
      case LOG_HELD_BACK -> proxy.hold("XREAD");
      case FILLS_HELD_BACK -> proxy.hold("EVAL");
      case SLOW_SOURCE -> network.sourceProxy().delay(SLOW);
      case LOG_TRIMMED -> network.order(Command.XTRIM, Network.log(), "MAXLEN", "0");
      case LOG_DELETED -> network.order(Command.DEL, Network.log());
      case EMPTIED -> network.order(Command.FLUSHALL);
      case REDIS_FROZEN -> network.redis().pause();
      case NODE_FROZEN -> network.nodes().get(node).pause();
      case PROMOTION -> network.promote();
    }
  }

  /// Ends it.
  void end(Network network, int node) {
    network.redis().resume();
    network.nodes().get(node).resume();
    network.sourceProxy().heal();
    network.proxies().forEach(FaultProxy::heal);
  }
}
