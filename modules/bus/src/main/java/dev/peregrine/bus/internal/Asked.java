package dev.peregrine.bus.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.bus.Reach;
import dev.peregrine.bus.TraceParent;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A question that came, on its way to its answer: a record from this process, or JSON from
/// elsewhere, which is answered as JSON.
///
/// @param <Q> the question's type
/// @param <A> the answer's type
public final class Asked<Q extends Record, A> {

  private final Address<Q, A> address;
  private final Wire wire;
  private final Message<Object> message;
  private final long startNanos = System.nanoTime();
  private String trace = "untraced";
  private @Nullable Call call;

  /// Where the question came in, if it is from this process.
  private @Nullable Letter letter;

  /// Until its body is known to be a record.
  private boolean foreign = true;

  /// Takes a message.
  ///
  /// @param address where it came
  /// @param wire reads and writes what is JSON
  /// @param message anything
  public Asked(Address<Q, A> address, Wire wire, Message<Object> message) {
    this.address = address;
    this.wire = wire;
    this.message = message;
  }

  /// Reads what is asked.
  ///
  /// @throws WireException if it came from elsewhere and is no such question
  /// @throws BusFailure if it is no such question
  public Q question() {
    var body = Wire.body(message);
    foreign = !(body instanceof Record);
    if (body instanceof Letter came) {
      letter = came;
      body = came.question();
    }
    return read(address.question(), address.reach(), wire, body);
  }

  /// Reads what travels beside it.
  ///
  /// @throws WireException if that came from elsewhere and cannot be read
  public Call call() {
    var came = letter;
    if (came != null) {
      trace = came.trace();
      var carried = new Call(came.deadline(), trace, came.traceParent());
      call = carried;
      return carried;
    }
    trace = Wire.trace(message.headers().get(Bus.TRACE));
    var remainingMs = Wire.remainingMs(message.headers().get(Bus.REMAINING_MS));
    var parent = TraceParent.of(message.headers().get(TraceParent.NAME));
    var read = new Call(Deadline.after(Duration.ofMillis(remainingMs)), trace, parent);
    call = read;
    return read;
  }

  /// Sends the answer.
  ///
  /// @param answer to the question
  public void answered(A answer) {
    try {
      var answered = call;
      if (letter != null && answered != null) {
        var took = System.nanoTime() - startNanos;
        message.reply(
            new Reply(answer, answered.spent().copy(), took),
            new DeliveryOptions().setCodecName(RecordCodec.NAME).setLocalOnly(true));
        return;
      }
      var body = foreign ? wire.write(address.answer(), answer) : answer;
      message.reply(body, telling());
    } catch (RuntimeException thrown) {
      failed(thrown);
    }
  }

  /// Sends why there is none.
  ///
  /// @param thrown a [BusFailure] with its kind, a [WireException], or a fault
  public void failed(Throwable thrown) {
    var fault = Fault.of(address, trace, thrown);
    var hidden = foreign && fault.kind() == FailureKind.INTERNAL;
    var detail = hidden ? "a fault on the answering side, whose log has it" : fault.detail();
    message.reply(detail, telling().addHeader(Bus.FAILURE, fault.kind().word()));
  }

  private DeliveryOptions telling() {
    var options = new DeliveryOptions().setLocalOnly(!foreign);
    var answered = call;
    return answered == null
        ? options
        : options.addHeader(Bus.SPENT, answered.spent().told(System.nanoTime() - startNanos));
  }

  /// Reads a record or what stands for one.
  ///
  /// @param type what the port declares
  /// @param reach whether it may come from elsewhere
  /// @param wire reads what did
  /// @param body what came
  /// @throws WireException if it came from elsewhere and is no such record
  /// @throws BusFailure if it is no such record
  public static <T> T read(Class<T> type, Reach reach, Wire wire, @Nullable Object body) {
    if (reach == Reach.CLUSTER && !(body instanceof Record)) {
      return wire.read(type, body);
    }
    if (!type.isInstance(body)) {
      throw new BusFailure(
          FailureKind.INVALID, "bus", "not a " + type.getSimpleName() + " (expected: one)");
    }
    return type.cast(body);
  }
}
