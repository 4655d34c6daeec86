package dev.peregrine.bus;

import dev.peregrine.bus.internal.Asked;
import dev.peregrine.bus.internal.Guarded;
import dev.peregrine.bus.internal.Letter;
import dev.peregrine.bus.internal.Neighbours;
import dev.peregrine.bus.internal.RecordCodec;
import dev.peregrine.bus.internal.Reply;
import dev.peregrine.bus.internal.Wire;
import dev.peregrine.bus.internal.WireException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Typed questions and facts over one Vert.x event bus.
///
/// Within this process records pass by reference, so they must be deeply immutable, and so does
/// what travels beside them. What an address of [Reach#CLUSTER] carries goes to other nodes and
/// programs as JSON, and is taken from them as JSON only; the deadline and the trace id of such a
/// question travel in headers, and so does the kind of any failure. Safe on any thread; answers
/// come back on the asker's context.
public final class Bus {

  /// Header of a question: how many milliseconds the asker still waits.
  public static final String REMAINING_MS = "peregrine-remaining-ms";

  /// Header of a question: the request's id.
  public static final String TRACE = "peregrine-trace";

  /// Header of an answer that is a failure: the word of its [FailureKind]; the body is then a
  /// sentence for the log.
  public static final String FAILURE = "peregrine-failure";

  /// Header of a fact that travels: which bus told it.
  public static final String ORIGIN = "peregrine-origin";

  /// Header of an answer: where the answerer's time went, as [Spent] writes it.
  public static final String SPENT = "peregrine-spent";

  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  private final EventBus events;
  private final BusStats stats;
  private final boolean clustered;
  private final Wire wire = new Wire();
  private final Neighbours neighbours = new Neighbours();
  private final String origin = UUID.randomUUID().toString();

  private Bus(EventBus events, BusStats stats, boolean clustered) {
    this.events = events;
    this.stats = stats;
    this.clustered = clustered;
  }

  /// Opens the bus of a Vert.x instance; once for each. If that is part of a cluster, so is the
  /// bus.
  ///
  /// @param vertx whose event bus carries the messages
  /// @param stats told about every question
  /// @throws IllegalStateException if it was opened before
  public static Bus open(Vertx vertx, BusStats stats) {
    var events = vertx.eventBus();
    events.registerCodec(new RecordCodec());
    events.codecSelector(body -> body instanceof Record ? RecordCodec.NAME : null);
    // No class is ever named by a message.
    events.serializableChecker(type -> false);
    events.clusterSerializableChecker(type -> false);
    return new Bus(events, stats, vertx.isClustered());
  }

  /// Asks a question of whoever answers the address: on the event loop that runs this if somebody
  /// does, by a call; else on this node; else elsewhere.
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
      return Future.failedFuture(BusFailure.deadlinePassed(address.name()));
    }
    var here = neighbours.ask(address, question, call);
    if (here != null) {
      return here.onComplete(
          answered -> stats.asked(address.name(), null, System.nanoTime() - start),
          thrown -> stats.asked(address.name(), kind(thrown), System.nanoTime() - start));
    }
    var letter = new Letter(question, call.deadline(), call.trace(), call.traceParent());
    var options =
        new DeliveryOptions()
            .setSendTimeout(remainingMs)
            .setCodecName(RecordCodec.NAME)
            .setLocalOnly(true);
    return events
        .request(address.name(), letter, options)
        .transform((reply, thrown) ->
            clustered && address.reach() == Reach.CLUSTER && isNobody(thrown)
                ? askElsewhere(address, question, call, start)
                : ended(address, chargedHere(call, reply, start), thrown, start));
  }

  private <Q extends Record, A> Future<A> askElsewhere(
      Address<Q, A> address, Q question, Call call, long start) {
    var body = wire.write(address.question(), question);
    var remainingMs = Math.max(1, call.deadline().remainingMs());
    return events
        .request(address.name(), body, asking(call, remainingMs))
        .transform((reply, thrown) -> ended(address, charged(call, reply, start), thrown, start));
  }

  /// Adds the wait for an answer of this process to the asker's account.
  private static @Nullable Message<Object> chargedHere(
      Call call, @Nullable Message<Object> reply, long start) {
    if (reply == null || !(reply.body() instanceof Reply carried)) {
      return charged(call, reply, start);
    }
    call.spent().addTold(carried.spent(), carried.tookNanos(), System.nanoTime() - start);
    return reply;
  }

  /// Adds the wait to the asker's account.
  private static @Nullable Message<Object> charged(
      Call call, @Nullable Message<Object> reply, long start) {
    var told = reply == null ? null : reply.headers().get(SPENT);
    call.spent().addTold(told, System.nanoTime() - start);
    return reply;
  }

  private static DeliveryOptions asking(Call call, long remainingMs) {
    var options =
        new DeliveryOptions()
            .setSendTimeout(remainingMs)
            .addHeader(REMAINING_MS, Long.toString(remainingMs))
            .addHeader(TRACE, call.trace());
    call.traceParent().ifPresent(it -> options.addHeader(TraceParent.NAME, it.header()));
    return options;
  }

  private <A> Future<A> ended(
      Address<?, A> address,
      @Nullable Message<Object> reply,
      @Nullable Throwable thrown,
      long start) {
    if (reply == null) {
      return failed(undelivered(address.name(), thrown), System.nanoTime() - start);
    }
    try {
      var body = Wire.body(reply);
      if (body instanceof Reply carried) {
        var answer = address.answer().cast(carried.answer());
        stats.asked(address.name(), null, System.nanoTime() - start);
        return Future.succeededFuture(answer);
      }
      var failure = reply.headers().get(FAILURE);
      if (failure != null) {
        var kind = FailureKind.of(failure).orElse(FailureKind.INTERNAL);
        return failed(
            new BusFailure(kind, address.name(), Wire.detail(body)), System.nanoTime() - start);
      }
      var answer =
          address.reach() == Reach.NODE || body instanceof Record
              ? address.answer().cast(body)
              : wire.read(address.answer(), body);
      stats.asked(address.name(), null, System.nanoTime() - start);
      return Future.succeededFuture(answer);
    } catch (WireException foreign) {
      var detail = "the answer is not what the port declares: " + foreign.getMessage();
      return failed(
          new BusFailure(FailureKind.INTERNAL, address.name(), detail), System.nanoTime() - start);
    }
  }

  /// Tells a fact to whoever listens, on every node if the topic reaches them; at most once, nobody
  /// answers.
  ///
  /// @param topic where
  /// @param fact what happened
  public <F extends Record> void tell(Topic<F> topic, F fact) {
    events.publish(topic.name(), fact, new DeliveryOptions().setLocalOnly(true));
    if (clustered && topic.reach() == Reach.CLUSTER) {
      // Comes back to this node, too, where it is known by its origin.
      var options = new DeliveryOptions().addHeader(ORIGIN, origin);
      events.publish(topic.name(), wire.write(topic.fact(), fact), options);
    }
  }

  /// Registers who answers an address, on the current context. Several may; questions go to them in
  /// turn, but those of their own event loop to who is there.
  ///
  /// @param address where
  /// @param answerer answers; what it throws reaches the asker at once as a failure
  /// @return done when questions arrive
  /// @throws IllegalArgumentException if the address reaches other nodes, and what it carries has
  ///   no form on the wire
  public <Q extends Record, A> Future<Registration> answer(
      Address<Q, A> address, Answerer<Q, A> answerer) {
    if (address.reach() == Reach.CLUSTER) {
      wire.expect(address.question());
      wire.expect(address.answer());
    }
    return registered(
            address.name(),
            address.reach(),
            message -> answer(new Asked<>(address, wire, message), answerer))
        .map(registration -> {
          var leave = neighbours.join(address, answerer);
          return () -> {
            leave.run();
            return registration.close();
          };
        });
  }

  /// Registers a listener for a fact, on the current context. All listeners hear it.
  ///
  /// @param topic where
  /// @param listener hears; what it throws is logged
  /// @return done when facts arrive
  /// @throws IllegalArgumentException if the topic reaches other nodes, and what it carries has no
  ///   form on the wire
  public <F extends Record> Future<Registration> listen(Topic<F> topic, Consumer<F> listener) {
    if (topic.reach() == Reach.CLUSTER) {
      wire.expect(topic.fact());
    }
    return registered(topic.name(), topic.reach(), message -> hear(topic, listener, message));
  }

  private Future<Registration> registered(
      String name, Reach reach, Handler<Message<Object>> handler) {
    MessageConsumer<Object> consumer =
        reach == Reach.CLUSTER
            ? events.consumer(name, handler)
            : events.localConsumer(name, handler);
    return consumer.completion().map(done -> consumer::unregister);
  }

  private <A> Future<A> failed(BusFailure failure, long nanos) {
    stats.asked(failure.address(), failure.kind(), nanos);
    return Future.failedFuture(failure);
  }

  private <Q extends Record, A> void answer(Asked<Q, A> asked, Answerer<Q, A> answerer) {
    var _ =
        Guarded.answer(() -> answerer.answer(asked.question(), asked.call()))
            .onComplete(asked::answered, asked::failed);
  }

  private <F extends Record> void hear(
      Topic<F> topic, Consumer<F> listener, Message<Object> message) {
    try {
      var body = Wire.body(message);
      if (body instanceof Record || !origin.equals(message.headers().get(ORIGIN))) {
        listener.accept(Asked.read(topic.fact(), topic.reach(), wire, body));
      }
    } catch (WireException foreign) {
      LOG.warn("{}: dropped a fact from elsewhere: {}", topic.name(), foreign.getMessage());
    } catch (RuntimeException thrown) {
      LOG.error("a listener of {} failed", topic.name(), thrown);
    }
  }

  private static FailureKind kind(Throwable thrown) {
    return thrown instanceof BusFailure failure ? failure.kind() : FailureKind.INTERNAL;
  }

  private static boolean isNobody(@Nullable Throwable thrown) {
    return thrown instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  private static BusFailure undelivered(String address, @Nullable Throwable thrown) {
    if (isNobody(thrown)) {
      return new BusFailure(
          FailureKind.UNAVAILABLE,
          address,
          "nobody answers here (deploy the verticle that owns the address)");
    }
    if (thrown instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
      return BusFailure.deadlinePassed(address);
    }
    return new BusFailure(FailureKind.INTERNAL, address, "not delivered", thrown);
  }
}
