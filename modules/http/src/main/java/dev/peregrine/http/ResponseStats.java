package dev.peregrine.http;

/// Told what happens to answers that are kept ready, so that whoever measures the house can; called
/// on any thread.
@FunctionalInterface
public interface ResponseStats {

  /// Measures nothing.
  ResponseStats NONE = (kind, event) -> {};

  /// What can happen to an answer.
  enum Event {
    /// It was ready.
    HIT,
    /// It was made, and kept.
    MADE,
    /// It was dropped for want of room.
    DROPPED
  }

  /// Something happened once.
  ///
  /// @param kind of which kind of answers
  /// @param event what
  void count(String kind, Event event);
}
