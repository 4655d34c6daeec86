package dev.peregrine.bus;

/// The one failure that crosses rooms: a kind, the address that failed, and a sentence for the log.
///
/// It has no stack trace when it comes over the bus: the answering side logged its own.
public final class BusFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final String address;

  /// Makes a failure that says where it happened.
  ///
  /// @param kind what the asker can do about it
  /// @param address the address that was asked, or the room's name where no address is involved
  /// @param detail what went wrong, for an operator; never shown to a client
  public BusFailure(FailureKind kind, String address, String detail) {
    this(kind, address, detail, null);
  }

  /// Makes a failure that keeps its cause for the log.
  ///
  /// @param kind what the asker can do about it
  /// @param address the address that was asked, or the room's name where no address is involved
  /// @param detail what went wrong, for an operator; never shown to a client
  /// @param cause what was thrown, or null
  public BusFailure(
      FailureKind kind,
      String address,
      String detail,
      @org.jspecify.annotations.Nullable Throwable cause) {
    super(address + ": " + detail, cause, false, cause != null);
    this.kind = kind;
    this.address = address;
  }

  /// Returns the failure of a question that nobody answered in time.
  ///
  /// @param address where it was asked
  public static BusFailure deadlinePassed(String address) {
    return new BusFailure(
        FailureKind.DEADLINE, address, "the deadline passed before an answer came");
  }

  /// Returns what the asker can do about it.
  public FailureKind kind() {
    return kind;
  }

  /// Returns the address that was asked.
  public String address() {
    return address;
  }
}
