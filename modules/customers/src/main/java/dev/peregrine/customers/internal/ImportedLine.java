package dev.peregrine.customers.internal;

import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerType;
import dev.peregrine.customers.internal.BulkPort.Line;
import dev.peregrine.http.Fields;
import dev.peregrine.http.Rejection;
import java.util.List;
import java.util.Optional;

/// One line of an import, by the rules for registering one customer.
final class ImportedLine {

  /// What a line must have.
  static final List<String> MEMBERS = List.of("name", "email", "type");

  /// What an export writes besides, and an import passes over.
  static final List<String> UNREAD = List.of("id", "createdAt", "updatedAt", "version");

  private ImportedLine() {}

  /// Checks the members of a line.
  ///
  /// @throws Rejection with all that is wrong
  static Line of(long number, Fields fields) {
    var name = fields.text("name", 1, Customer.MAX_NAME_LENGTH);
    var email = fields.text("email", 1, Customer.MAX_EMAIL_LENGTH);
    var type = fields.choice("type", CustomerType.WORDS);
    for (var member : UNREAD) {
      var _ = fields.has(member);
    }
    fields.done();
    var violations = CustomerRules.ofPerson(Optional.of(name), Optional.of(email));
    if (!violations.isEmpty()) {
      throw Refusals.invalid(violations);
    }
    return new Line(number, name, email, type);
  }
}
