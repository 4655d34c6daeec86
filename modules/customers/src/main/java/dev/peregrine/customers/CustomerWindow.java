package dev.peregrine.customers;

import java.util.List;

/// Rows next to a place, in the list's order.
///
/// @param items at most as many as were asked for
/// @param more whether there are others beyond them, in the direction that was asked
public record CustomerWindow(List<CustomerSummary> items, boolean more) {

  /// Copies.
  public CustomerWindow {
    items = List.copyOf(items);
  }
}
