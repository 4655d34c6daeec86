package dev.peregrine.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.bus.Address;
import dev.peregrine.bus.Answerer;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Topic;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A bus with a Vert.x of its own, to ask questions on and to see which facts were told.
///
/// Blocks the test's own thread, at most half a minute. A test class gets a fresh one for each test
/// as a parameter, with `@ExtendWith(BusProbeParameter.class)`.
public final class BusProbe implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int MOST_FACTS = 100_000;
  private static final long POLL_MS = 100;

  private final TestVertx vertx = TestVertx.create();
  private final Bus bus = Bus.open(vertx.vertx(), BusStats.NONE);
  private final Deque<Told> told = new ArrayDeque<>();

  private record Told(String topic, Object fact) {}

  private BusProbe() {}

  /// Opens one; close it.
  public static BusProbe open() {
    var probe = new BusProbe();
    probe.vertx().eventBus().addOutboundInterceptor(probe::remember);
    return probe;
  }

  /// Returns the Vert.x, for clients and servers of the test.
  public Vertx vertx() {
    return vertx.vertx();
  }

  /// Returns the bus, for what is under test.
  public Bus bus() {
    return bus;
  }

  /// Deploys a verticle.
  ///
  /// @param verticle on an event loop, one instance
  /// @return the deployment's id
  @CanIgnoreReturnValue
  public String deploy(Deployable verticle) {
    return Awaiting.await(vertx().deployVerticle(verticle));
  }

  /// Answers an address, in place of the room that owns it.
  ///
  /// @param address where
  /// @param answerer what that room would say
  public <Q extends Record, A> void answer(Address<Q, A> address, Answerer<Q, A> answerer) {
    Awaiting.await(bus.answer(address, answerer));
  }

  /// Asks a question.
  ///
  /// @param address where
  /// @param question what
  /// @return the answer
  /// @throws dev.peregrine.bus.BusFailure if it failed
  @CanIgnoreReturnValue
  public <Q extends Record, A> A ask(Address<Q, A> address, Q question) {
    return Awaiting.await(bus.ask(address, question, Call.background("test", DEADLINE)));
  }

  /// Returns the facts told so far, in order, whether anybody listened or not.
  ///
  /// @param topic where
  public <F extends Record> List<F> heard(Topic<F> topic) {
    synchronized (told) {
      return told.stream()
          .filter(each -> each.topic.equals(topic.name()))
          .map(each -> topic.fact().cast(each.fact))
          .toList();
    }
  }

  /// Waits until facts were told, at most 20 seconds.
  ///
  /// @param topic where
  /// @param count how many at least
  /// @return all told so far, in order
  public <F extends Record> List<F> awaitHeard(Topic<F> topic, int count) {
    var end = System.nanoTime() + DEADLINE.toNanos();
    synchronized (told) {
      for (var facts = heard(topic); ; facts = heard(topic)) {
        if (facts.size() >= count) {
          return facts;
        }
        if (System.nanoTime() - end > 0) {
          throw new AssertionError(
              topic.name() + ": " + facts + " (expected: " + count + " facts)");
        }
        waitForMore();
      }
    }
  }

  /// Waits for a fact, and that it was told once until now.
  ///
  /// @param topic where
  /// @return the fact
  @CanIgnoreReturnValue
  public <F extends Record> F heardOnce(Topic<F> topic) {
    var facts = awaitHeard(topic, 1);
    if (facts.size() != 1) {
      throw new AssertionError(topic.name() + ": " + facts + " (expected: one fact)");
    }
    return facts.getFirst();
  }

  /// Closes everything.
  ///
  /// @throws AssertionError as [TestVertx#close] says
  @Override
  public void close() {
    vertx.close();
  }

  private void waitForMore() {
    try {
      told.wait(POLL_MS);
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for facts", thrown);
    }
  }

  private void remember(DeliveryContext<Object> delivery) {
    if (!delivery.send()) {
      synchronized (told) {
        if (told.size() == MOST_FACTS) {
          told.removeFirst();
        }
        told.addLast(new Told(delivery.message().address(), delivery.body()));
        told.notifyAll();
      }
    }
    delivery.next();
  }
}
