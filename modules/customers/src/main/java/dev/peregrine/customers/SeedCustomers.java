package dev.peregrine.customers;

/// Asks for demo customers with orders. The same question always stands for the same people; those
/// that are there already are left as they are, and nobody gets mail.
///
/// @param from number of the first, at least 1
/// @param count how many, 1 to 1000
public record SeedCustomers(long from, int count) {

  /// Most customers of one question.
  public static final int MAX_COUNT = 1_000;

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the member, the value and the bound
  public SeedCustomers {
    if (from < 1) {
      throw new IllegalArgumentException("from: " + from + " (expected: >= 1)");
    }
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("count: " + count + " (expected: 1 to " + MAX_COUNT + ")");
    }
  }
}
