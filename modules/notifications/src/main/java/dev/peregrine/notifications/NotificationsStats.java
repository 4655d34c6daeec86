package dev.peregrine.notifications;

/// Told how mails fare, so that whoever measures the house can; called on the verticle's context.
public interface NotificationsStats {

  /// Measures nothing.
  NotificationsStats NONE = new NotificationsStats() {};

  /// The server took a mail.
  ///
  /// @param nanos from the start of its sending
  default void sent(long nanos) {}

  /// A mail will be tried again.
  ///
  /// @param code the server's reply code, or 0
  default void retried(int code) {}

  /// A mail was given up.
  ///
  /// @param code the server's reply code, or 0 when it was not even asked
  default void dead(int code) {}

  /// The connection was lost between a mail and the answer to it: it is sent again, and may arrive
  /// twice.
  default void ambiguous() {}

  /// A lease ran out before its end was recorded: the mail may be sent twice.
  default void leaseLost() {}

  /// The server cannot be used; only a probe now and then is sent until [#laneResumed].
  ///
  /// @param pauseMs until the next probe
  default void lanePaused(long pauseMs) {}

  /// The server can be used again.
  default void laneResumed() {}
}
