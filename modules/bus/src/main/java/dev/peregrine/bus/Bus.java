package dev.peregrine.bus;

import dev.peregrine.bus.internal.RecordCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Typed questions and facts over one Vert.x event bus.
///
/// Records pass by reference, so they must be deeply immutable. The deadline, the trace id and, in
/// an answer, the kind of failure travel in headers. Safe on any thread; answers come back on the
/// asker's context.
public final class Bus {

  /// Header of a question: how many milliseconds the asker still waits.
  public static final String REMAINING_MS = "peregrine-remaining-ms";

  /// Header of a question: the request's id.
  public static final String TRACE = "peregrine-trace";

  /// Header of an answer that is a failure: its [FailureKind]; the body is then a sentence for the
  /// log.
  public static final String FAILURE = "peregrine-failure";

  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  private final EventBus events;
  private final BusStats stats;

  private Bus(EventBus events, BusStats stats) {
    this.events = events;
    this.stats = stats;
  }

  /// Opens the bus of a Vert.x instance; once for each.
  ///
  /// @param vertx whose event bus carries the messages
  /// @param stats told about every question
  /// @throws IllegalStateException if it was opened before
  public static Bus open(Vertx vertx, BusStats stats) {
    var events = vertx.eventBus();
    events.registerCodec(new RecordCodec());
    events.codecSelector(body -> body instanceof Record ? RecordCodec.NAME : null);
    return new Bus(events, stats);
  }

  /// Asks a question of whoever answers the address.
  ///
  /// @param address where
  /// @param question what
  /// @param call until when, and for which request
  /// @return the answer, or a [BusFailure]: [FailureKind#UNAVAILABLE] at once when nobody answers
  ///   there, [FailureKind#DEADLINE] when the call's deadline passes first
  public <Q extends Record, A> Future<A> ask(Address<Q, A> address, Q question, Call call) {
    var start = System.nanoTime();
    var remainingMs = call.deadline().remainingMs();
    if (remainingMs <= 0) {
      stats.asked(address.name(), FailureKind.DEADLINE, 0);
      return Future.failedFuture(deadlinePassed(address.name()));
    }
    var options =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setSendTimeout(remainingMs)
            .addHeader(REMAINING_MS, Long.toString(remainingMs))
            .addHeader(TRACE, call.trace());
    return events
        .request(address.name(), question, options)
        .transform((reply, thrown) -> {
          if (thrown != null) {
            return failed(undelivered(address.name(), thrown), start);
          }
          var kind = reply.headers().get(FAILURE);
          if (kind != null) {
            var detail = String.valueOf(reply.body());
            return failed(new BusFailure(FailureKind.valueOf(kind), address.name(), detail), start);
          }
          stats.asked(address.name(), null, System.nanoTime() - start);
          return Future.succeededFuture(address.answer().cast(reply.body()));
        });
  }

  /// Tells a fact to whoever listens on this node; at most once, nobody answers.
  ///
  /// @param topic where
  /// @param fact what happened
  public <F extends Record> void tell(Topic<F> topic, F fact) {
    events.publish(topic.name(), fact, new DeliveryOptions().setLocalOnly(true));
  }

  /// Registers who answers an address, on the current context. Several may; questions go to them in
  /// turn.
  ///
  /// @param address where
  /// @param answerer answers; what it throws reaches the asker at once as a failure
  /// @return done when questions arrive
  public <Q extends Record, A> Future<Registration> answer(
      Address<Q, A> address, Answerer<Q, A> answerer) {
    MessageConsumer<Q> consumer =
        events.localConsumer(address.name(), message -> answer(address, answerer, message));
    return registered(consumer);
  }

  /// Registers a listener for a fact, on the current context. All listeners hear it.
  ///
  /// @param topic where
  /// @param listener hears; what it throws is logged
  /// @return done when facts arrive
  public <F extends Record> Future<Registration> listen(Topic<F> topic, Consumer<F> listener) {
    MessageConsumer<F> consumer =
        events.localConsumer(topic.name(), message -> hear(topic, listener, message));
    return registered(consumer);
  }

  private static Future<Registration> registered(MessageConsumer<?> consumer) {
    return consumer.completion().map(done -> consumer::unregister);
  }

  private <A> Future<A> failed(BusFailure failure, long start) {
    stats.asked(failure.address(), failure.kind(), System.nanoTime() - start);
    return Future.failedFuture(failure);
  }

  private static <Q extends Record, A> void answer(
      Address<Q, A> address, Answerer<Q, A> answerer, Message<Q> message) {
    var trace = Objects.requireNonNullElse(message.headers().get(TRACE), "untraced");
    Future<A> answer;
    try {
      var remainingMs = Long.parseLong(message.headers().get(REMAINING_MS));
      var call = new Call(Deadline.after(Duration.ofMillis(remainingMs)), trace);
      answer = answerer.answer(address.question().cast(message.body()), call);
    } catch (RuntimeException thrown) {
      answer = Future.failedFuture(thrown);
    }
    var _ =
        answer.onComplete(
            body -> message.reply(body, new DeliveryOptions().setLocalOnly(true)),
            thrown -> replyFailure(address.name(), trace, message, thrown));
  }

  private static void replyFailure(
      String address, String trace, Message<?> message, Throwable thrown) {
    var kind = thrown instanceof BusFailure failure ? failure.kind() : FailureKind.INTERNAL;
    if (kind == FailureKind.INTERNAL) {
      LOG.error("{} failed for request {}", address, trace, thrown);
    }
    var detail = thrown.getMessage() == null ? thrown.getClass().getName() : thrown.getMessage();
    message.reply(detail, new DeliveryOptions().setLocalOnly(true).addHeader(FAILURE, kind.name()));
  }

  private static <F extends Record> void hear(
      Topic<F> topic, Consumer<F> listener, Message<F> message) {
    try {
      listener.accept(topic.fact().cast(message.body()));
    } catch (RuntimeException thrown) {
      LOG.error("a listener of {} failed", topic.name(), thrown);
    }
  }

  private static BusFailure undelivered(String address, Throwable thrown) {
    if (thrown instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return new BusFailure(
          FailureKind.UNAVAILABLE,
          address,
          "nobody answers here (deploy the verticle that owns the address)");
    }
    if (thrown instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
      return deadlinePassed(address);
    }
    return new BusFailure(FailureKind.INTERNAL, address, "not delivered", thrown);
  }

  private static BusFailure deadlinePassed(String address) {
    return new BusFailure(
        FailureKind.DEADLINE, address, "the deadline passed before an answer came");
  }
}
