package dev.peregrine.bus.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an asker is told of what an answerer threw.
///
/// @param kind of failure
/// @param detail a sentence for the log
public record Fault(FailureKind kind, String detail) {

  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  /// Reads what was thrown, and logs it if it is a fault of ours.
  ///
  /// @param address where it was thrown
  /// @param trace of the request
  /// @param thrown a [BusFailure] with its kind, a [WireException], or a fault
  public static Fault of(Address<?, ?> address, String trace, Throwable thrown) {
    var kind =
        switch (thrown) {
          case BusFailure failure -> failure.kind();
          case WireException _ -> FailureKind.INVALID;
          default -> FailureKind.INTERNAL;
        };
    var detail = thrown.getMessage() == null ? thrown.getClass().getName() : thrown.getMessage();
    if (kind == FailureKind.INTERNAL) {
      LOG.atError()
          .addKeyValue(Call.LOG_KEY, trace)
          .setCause(thrown)
          .log("{} failed", address.name());
    } else if (thrown instanceof WireException) {
      LOG.atWarn()
          .addKeyValue(Call.LOG_KEY, trace)
          .log("{} refused a question from elsewhere: {}", address.name(), detail);
    }
    return new Fault(kind, detail);
  }
}
