package dev.peregrine.customers;

import java.util.List;

/// A page by its number.
///
/// @param items what is on it; empty beyond the last
/// @param totalCount how many customers the filter lets through, exactly
public record CustomerPage(List<CustomerSummary> items, long totalCount) {

  /// Copies.
  public CustomerPage {
    items = List.copyOf(items);
  }
}
