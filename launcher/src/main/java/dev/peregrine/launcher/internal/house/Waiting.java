package dev.peregrine.launcher.internal.house;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// How the main thread waits for the event loops.
final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Waiting() {}

  /// Waits for a future, at most 30 s, and throws what it failed with.
  static <T> T on(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException thrown) {
      throw thrown.getCause() instanceof RuntimeException cause ? cause : thrown;
    }
  }
}
