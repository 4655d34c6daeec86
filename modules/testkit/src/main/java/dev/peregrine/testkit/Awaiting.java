package dev.peregrine.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lets a test's own thread wait for a future, so that tests read from top to bottom.
public final class Awaiting {

  private static final int LIMIT_SECONDS = 30;

  private Awaiting() {}

  /// Waits for a future, at most 30 seconds.
  ///
  /// @param future what to wait for
  /// @return its result
  /// @throws AssertionError if nothing came in time
  /// @throws IllegalStateException on an event loop, which must not wait
  ///
  ///   A failed future's own failure is thrown, of whatever type it is.
  @CanIgnoreReturnValue
  public static <T> T await(Future<T> future) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("await: called on an event loop (expected: a test's thread)");
    }
    try {
      return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException thrown) {
      throw Awaiting.<RuntimeException>unchecked(Objects.requireNonNull(thrown.getCause()));
    } catch (TimeoutException thrown) {
      throw new AssertionError("nothing came within " + LIMIT_SECONDS + " s", thrown);
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", thrown);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable failure) throws E {
    throw (E) failure;
  }
}
