package dev.peregrine.bus.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Answerer;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Who answers on which event loop, so that a question of the same loop is a call and no message.
/// Safe on any thread.
///
/// A message between two that share a loop would wait in its queue for nothing: both are never at
/// work at the same time.
public final class Neighbours {

  private final ConcurrentMap<String, ConcurrentMap<Thread, Neighbour<?, ?>>> neighbours =
      new ConcurrentHashMap<>();

  /// One that answers here.
  private record Neighbour<Q extends Record, A>(Address<Q, A> address, Answerer<Q, A> answerer) {

    // Equal addresses declare the same types.
    @SuppressWarnings("unchecked")
    <B> Future<B> answer(Record question, Call call) {
      return Guarded.answer(
          () -> (Future<B>) answerer.answer(address.question().cast(question), call));
    }
  }

  /// Makes it, with nobody there.
  public Neighbours() {}

  /// Notes an answerer of the event loop that runs this; anywhere else it does nothing. Of several
  /// on one loop the first is noted: it does what the others would.
  ///
  /// @param address where it answers
  /// @param answerer answers
  /// @return forgets it
  public <Q extends Record, A> Runnable join(Address<Q, A> address, Answerer<Q, A> answerer) {
    if (!Context.isOnEventLoopThread()) {
      return () -> {};
    }
    var loop = Thread.currentThread();
    var mine = new Neighbour<>(address, answerer);
    var loops = neighbours.computeIfAbsent(address.name(), name -> new ConcurrentHashMap<>());
    loops.putIfAbsent(loop, mine);
    return () -> loops.remove(loop, mine);
  }

  /// Asks who answers on the event loop that runs this.
  ///
  /// The answerer charges what it spends to the asker's account: no other thread has it.
  ///
  /// @param address where
  /// @param question what
  /// @param call until when, and for which request
  /// @return the answer, or a [BusFailure], on the asker's context; null when nobody answers here
  public <A> @Nullable Future<A> ask(Address<?, A> address, Record question, Call call) {
    var loops = neighbours.get(address.name());
    var neighbour = loops == null ? null : loops.get(Thread.currentThread());
    if (neighbour == null
        || !neighbour.address().equals(address)
        || !(Vertx.currentContext() instanceof ContextInternal context)) {
      return null;
    }
    var answered = context.<A>promise();
    var answer = neighbour.<A>answer(question, call);
    if (answer.isComplete()) {
      // Not before the asker's turn is over, as with a message: a chain of questions that are all
      // answered at once would grow the stack.
      context.runOnContext(later -> settle(address, call, answer, answered));
    } else {
      settle(address, call, answer, answered);
    }
    return answered
        .future()
        .timeout(Math.max(1, call.deadline().remainingMs()), TimeUnit.MILLISECONDS)
        .recover(thrown ->
            Future.failedFuture(
                thrown instanceof BusFailure ? thrown : BusFailure.deadlinePassed(address.name())));
  }

  private static <A> void settle(
      Address<?, A> address, Call call, Future<A> answer, Promise<A> answered) {
    var _ =
        answer.onComplete(
            answered::complete, thrown -> answered.fail(failure(address, call, thrown)));
  }

  private static BusFailure failure(Address<?, ?> address, Call call, Throwable thrown) {
    var fault = Fault.of(address, call.trace(), thrown);
    return new BusFailure(fault.kind(), address.name(), fault.detail());
  }
}
