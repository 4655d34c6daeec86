package dev.peregrine.cache.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/// Waits until no node serves as fresh what is older than a place in the log. Confined to the
/// deploying context.
///
/// That is so when every node has told that it applied the log up to there, or, whoever is silent,
/// when the bound has passed: a node without proof for so long does not believe its memory (leases,
/// Gray and Cheriton 1989).
public final class Fences {

  private static final long POLL_MS = 5;
  private static final long SLACK_MS = 20;

  /// By how much the clocks of two machines may differ in speed: one part in so many.
  private static final long DRIFT = 100;

  private final Vertx vertx;
  private final Node node;
  private final FarStore far;
  private final Guard guard;

  /// Asks for a fence; inside the room only.
  ///
  /// @param position the place in the log
  public record Fence(long position) {

    /// Where the cache verticle answers.
    public static final Address<Fence, Fenced> ADDRESS =
        new Address<>("cache.fence", Fence.class, Fenced.class);
  }

  /// The fence stands.
  ///
  /// @param acknowledged whether every node said so; if not, the bound has passed
  public record Fenced(boolean acknowledged) {}

  /// Makes it.
  ///
  /// @param vertx whose timers it uses
  /// @param node what knows the bound
  /// @param far what knows the other nodes
  /// @param guard knows when to leave the far tier alone
  public Fences(Vertx vertx, Node node, FarStore far, Guard guard) {
    this.vertx = vertx;
    this.node = node;
    this.far = far;
    this.guard = guard;
  }

  /// Waits until the fence stands.
  ///
  /// @param fence which
  /// @param call until when the asker waits
  /// @return how it came to stand
  public Future<Fenced> await(Fence fence, Call call) {
    var boundMs = node.longestBoundNanos() / 1_000_000;
    return await(
        fence, call, System.nanoTime() + (boundMs + boundMs / DRIFT + SLACK_MS) * 1_000_000);
  }

  private Future<Fenced> await(Fence fence, Call call, long standsAtNanos) {
    if (System.nanoTime() - standsAtNanos >= 0) {
      // Who has not answered in all this time may be gone for good.
      return guard
          .pass(far::forgetSilentFollowers)
          .transform((done, thrown) -> Future.succeededFuture(new Fenced(false)));
    }
    if (call.deadline().passed()) {
      return Future.failedFuture(
          new BusFailure(FailureKind.DEADLINE, "cache.fence", "nodes have not followed yet"));
    }
    return guard
        .pass(far::followers)
        .map(followers ->
            followers.values().stream().allMatch(position -> position >= fence.position()))
        .otherwise(false)
        .compose(all ->
            all
                ? Future.succeededFuture(new Fenced(true))
                : pause().compose(waited -> await(fence, call, standsAtNanos)));
  }

  private Future<Void> pause() {
    var pause = Promise.<Void>promise();
    vertx.setTimer(POLL_MS, fired -> pause.complete());
    return pause.future();
  }
}
