package dev.peregrine.customers.internal;

import dev.peregrine.customers.Customer;
import dev.peregrine.customers.PlaceOrder;
import dev.peregrine.customers.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a customer and an order must be like, whoever asks.
final class CustomerRules {

  private static final BigDecimal MAX_TOTAL = new BigDecimal("1e12");
  private static final int PLACES = 2;
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private CustomerRules() {}

  static List<Violation> ofPerson(Optional<String> name, Optional<String> email) {
    var violations = new ArrayList<Violation>();
    name.ifPresent(text -> checkName(text, violations));
    if (email.isPresent() && !EmailSyntax.isAddress(email.get())) {
      violations.add(
          new Violation("email", "malformed", "An address such as ada@example.org is expected."));
    }
    return violations;
  }

  static List<Violation> ofOrder(PlaceOrder order) {
    var violations = new ArrayList<Violation>();
    var total = order.total();
    if (total.signum() < 0 || total.compareTo(MAX_TOTAL) >= 0 || total.scale() > PLACES) {
      violations.add(
          new Violation(
              "total", "malformed", "An amount from 0.00 to 999999999999.99 is expected."));
    }
    if (!CURRENCIES.contains(order.currency())) {
      violations.add(
          new Violation("currency", "not-allowed", "A currency code of ISO 4217 is expected."));
    }
    return violations;
  }

  private static void checkName(String name, List<Violation> violations) {
    var length = name.codePointCount(0, name.length());
    if (name.isBlank()) {
      violations.add(new Violation("name", "too-short", "A name is expected."));
    } else if (length > Customer.MAX_NAME_LENGTH) {
      violations.add(
          new Violation(
              "name",
              "too-long",
              "At most " + Customer.MAX_NAME_LENGTH + " characters are expected."));
    } else if (name.codePoints().anyMatch(Character::isISOControl)) {
      violations.add(
          new Violation("name", "control-character", "Control characters are not allowed."));
    }
  }
}
