package dev.peregrine.bus;

import java.time.Duration;

/// What travels beside a question: until when the asker waits, which request it belongs to, and
/// where its time goes.
///
/// @param deadline after it the answer is of no use to anybody
/// @param trace the request's id, the same through every room that it walks; for logs, where it
///   stands under [#LOG_KEY]
/// @param spent the account of whoever works for this call, on this side of the bus
public record Call(Deadline deadline, String trace, Spent spent) {

  /// The name of the request's id in every record of the log that is written for one.
  public static final String LOG_KEY = "request";

  /// Makes a call with an account in which nothing was spent.
  ///
  /// @param deadline after it the answer is of no use to anybody
  /// @param trace the request's id
  public Call(Deadline deadline, String trace) {
    this(deadline, trace, new Spent());
  }

  /// Returns a call for work that no request started: a timer, a worker, a command.
  ///
  /// @param trace a name for the log
  /// @param timeout how long to wait for the answer
  public static Call background(String trace, Duration timeout) {
    return new Call(Deadline.after(timeout), trace);
  }
}
