package dev.peregrine.bus;

import java.time.Duration;
import java.util.Optional;

/// What travels beside a question: until when the asker waits, which request it belongs to, and
/// where its time goes.
///
/// @param deadline after it the answer is of no use to anybody
/// @param trace the request's id, the same through every room that it walks; for logs, where it
///   stands under [#LOG_KEY]
/// @param traceParent the asker's place in a distributed trace, for services outside
/// @param spent the account of whoever works for this call, on this side of the bus
public record Call(
    Deadline deadline, String trace, Optional<TraceParent> traceParent, Spent spent) {

  /// The name of the request's id in every record of the log that is written for one.
  public static final String LOG_KEY = "request";

  /// Makes a call with an account in which nothing was spent.
  ///
  /// @param deadline after it the answer is of no use to anybody
  /// @param trace the request's id
  public Call(Deadline deadline, String trace) {
    this(deadline, trace, Optional.empty());
  }

  /// Makes a call that is part of a distributed trace, with an account in which nothing was spent.
  ///
  /// @param deadline after it the answer is of no use to anybody
  /// @param trace the request's id
  /// @param traceParent the asker's place in the trace, if there is one
  public Call(Deadline deadline, String trace, Optional<TraceParent> traceParent) {
    this(deadline, trace, traceParent, new Spent());
  }

  /// Returns a call for work that no request started: a timer, a worker, a command.
  ///
  /// @param trace a name for the log
  /// @param timeout how long to wait for the answer
  public static Call background(String trace, Duration timeout) {
    return new Call(Deadline.after(timeout), trace);
  }
}
