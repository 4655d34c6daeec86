package dev.peregrine.bus;

import java.time.Duration;

/// What travels beside a question: until when the asker waits, and which request it belongs to.
///
/// @param deadline after it the answer is of no use to anybody
/// @param trace the request's id, the same through every room that it walks; for logs
public record Call(Deadline deadline, String trace) {

  /// Returns a call for work that no request started: a timer, a worker, a command.
  ///
  /// @param trace a name for the log
  /// @param timeout how long to wait for the answer
  public static Call background(String trace, Duration timeout) {
    return new Call(Deadline.after(timeout), trace);
  }
}
