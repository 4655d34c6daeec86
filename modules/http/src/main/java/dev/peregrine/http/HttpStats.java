package dev.peregrine.http;

import dev.peregrine.bus.Call;

/// Told about every request once, so that whoever measures the house can; called on the verticle's
/// context.
@FunctionalInterface
public interface HttpStats {

  /// Measures nothing.
  HttpStats NONE = (route, status, nanos, bytes) -> {};

  /// The status by which a request is told whose client went away before the answer.
  int CLIENT_GONE = 499;

  /// A request came to its end; one with a streamed answer when the stream did.
  ///
  /// @param route who answered; [Route#UNMATCHED] when nobody was found
  /// @param status the status sent, or [#CLIENT_GONE]; for a stream that broke off the status that
  ///   its failure would have had
  /// @param nanos from the request's head to the answer's writing, or to the stream's end
  /// @param bytes length of the answer's body as sent
  void answered(Route route, int status, long nanos, long bytes);

  /// A body was compressed.
  ///
  /// @param coding how: `zstd`, `br` or `gzip`
  /// @param plainBytes its length before
  /// @param codedBytes its length after
  default void compressed(String coding, int plainBytes, int codedBytes) {}

  /// Returns how long a request must have taken to be told with its account, too.
  default long accountsFromNanos() {
    return Long.MAX_VALUE;
  }

  /// A request came to its end that took at least [#accountsFromNanos]; told after [#answered].
  ///
  /// @param route who answered
  /// @param status the status sent, or [#CLIENT_GONE]
  /// @param nanos from the request's head to the answer's writing
  /// @param call the request's id, and where its time went
  default void accounted(Route route, int status, long nanos, Call call) {}
}
