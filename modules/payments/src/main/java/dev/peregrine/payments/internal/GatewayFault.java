package dev.peregrine.payments.internal;

/// A service did not answer, or not as agreed. It has no stack trace: nothing is broken here.
final class GatewayFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean late;

  private GatewayFault(String detail, boolean late) {
    super(detail, null, false, false);
    this.late = late;
  }

  static GatewayFault of(String detail) {
    return new GatewayFault(detail, false);
  }

  static GatewayFault late(long limitMs) {
    return new GatewayFault("no answer within " + limitMs + " ms", true);
  }

  boolean isLate() {
    return late;
  }
}
