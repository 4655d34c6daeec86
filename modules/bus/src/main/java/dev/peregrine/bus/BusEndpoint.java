package dev.peregrine.bus;

import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;

/// Where this node's bus listens for the other nodes of a cluster.
///
/// Other nodes notice within three seconds that this one hangs, and try for one second to reach it.
///
/// @param host an address that the others reach
/// @param port 0 takes any free one: the others are told
public record BusEndpoint(String host, int port) {

  private static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final long PING_INTERVAL_MS = 1_000;
  private static final long PING_REPLY_MS = 2_000;

  /// Sets it, for a Vert.x that is started with a cluster manager.
  ///
  /// @param options changed
  public void applyTo(VertxOptions options) {
    options.setEventBusOptions(
        new EventBusOptions()
            .setHost(host)
            .setPort(port)
            .setClusterPublicHost(host)
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setClusterPingInterval(PING_INTERVAL_MS)
            .setClusterPingReplyInterval(PING_REPLY_MS));
  }
}
