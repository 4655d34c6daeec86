package dev.peregrine.customers.internal;

/// Numbers the parameters of one text.
final class Parameters {

  private int count;

  /// Returns the next one, cast.
  String next(String type) {
    count++;
    return "$" + count + "::" + type;
  }
}
