package dev.peregrine.customers;

import java.time.Instant;
import java.util.List;

/// One customer, with what they ordered last.
///
/// @param id positive
/// @param name 1 to 200 characters
/// @param email unique regardless of case
/// @param type what kind
/// @param createdAt when, to the microsecond
/// @param updatedAt the last change, to the microsecond
/// @param version the aggregate's: an order placed raises it too
/// @param recentOrders the ten newest, newest first
public record Customer(
    long id,
    String name,
    String email,
    CustomerType type,
    Instant createdAt,
    Instant updatedAt,
    long version,
    List<Order> recentOrders) {

  /// Longest name, in characters (code points).
  public static final int MAX_NAME_LENGTH = 200;

  /// Longest address, in characters (RFC 5321 §4.5.3.1.3, without the brackets).
  public static final int MAX_EMAIL_LENGTH = 254;

  /// Copies the orders.
  public Customer {
    recentOrders = List.copyOf(recentOrders);
  }
}
