package dev.peregrine.http;

/// Feeds one client with server-sent events.
@FunctionalInterface
public interface EventFeed {

  /// Starts to feed a client; on the verticle's context.
  ///
  /// @param sink the client
  /// @return stops it: called exactly once, when the client has gone, the server drains, or the
  ///   feed itself has ended the stream
  Runnable open(EventSink sink);
}
