package dev.peregrine.persistence.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;

/// A statement that holds a place, until the client is done with it or it is given up: whoever
/// comes first ends it, alone. Safe on any thread; its asker hears of it on its own context.
///
/// @param <T> what is answered
final class Flight<T> {

  private final Vertx vertx;
  private final Statement statement;
  private final RenewedClient.Lease lease;
  private final Context context;
  private final Promise<T> answer = Promise.promise();
  private final AtomicBoolean ended = new AtomicBoolean();

  /// @param lease the client that has it
  Flight(Vertx vertx, Statement statement, RenewedClient.Lease lease) {
    this.vertx = vertx;
    this.statement = statement;
    this.lease = lease;
    this.context = vertx.getOrCreateContext();
  }

  RenewedClient.Lease lease() {
    return lease;
  }

  /// Ends it.
  ///
  /// @return whether nobody had
  boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    lease.back();
    return true;
  }

  /// Tells its asker that nothing is expected any more.
  void giveUp() {
    context.runOnContext(same ->
        answer.tryFail(
            new BusFailure(
                FailureKind.UNAVAILABLE,
                statement.name(),
                "the server fell silent, and its connections were given up")));
  }

  /// Returns what comes of it: what the client says, or that the deadline passed before.
  ///
  /// @param work at the client
  /// @param remainingMs until the deadline
  Future<T> answer(Future<T> work, long remainingMs) {
    if (work.isComplete()) {
      return work;
    }
    var timer = vertx.setTimer(remainingMs, fired -> answer.tryFail(passed(statement)));
    var _ = work.onComplete(answer::tryComplete, answer::tryFail);
    return answer.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  static BusFailure passed(Statement statement) {
    return new BusFailure(
        FailureKind.DEADLINE, statement.name(), "the deadline passed before the server answered");
  }
}
