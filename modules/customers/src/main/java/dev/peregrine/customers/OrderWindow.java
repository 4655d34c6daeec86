package dev.peregrine.customers;

import java.util.List;

/// A customer's orders next to a place, newest first.
///
/// @param items at most as many as were asked for
/// @param more whether there are others beyond them, in the direction that was asked
public record OrderWindow(List<Order> items, boolean more) {

  /// Copies.
  public OrderWindow {
    items = List.copyOf(items);
  }
}
