package dev.peregrine.http;

/// One client that listens to server-sent events. Confined to the context on which its feed was
/// opened.
public interface EventSink {

  /// Sends an event, or does nothing when the stream is over.
  ///
  /// While the client does not keep up, only the newest event of each name waits for it, and of at
  /// most 16 names: so an event should say how things are, not what has changed.
  ///
  /// @param event what to send
  void send(ServerEvent event);

  /// Ends the stream; whatever waits is still sent if the client takes it at once.
  void end();
}
