package dev.peregrine.customers.internal;

import dev.peregrine.customers.Customer;
import java.util.regex.Pattern;

/// Which addresses we take: RFC 5321 §4.1.2 mailboxes, dot-string local part, host name with at
/// least two labels.
///
/// Quoted local parts, address literals and non-ASCII addresses are refused: many relays cannot
/// deliver to them.
final class EmailSyntax {

  private static final int MAX_LOCAL_LENGTH = 64;
  private static final int MAX_DOMAIN_LENGTH = 253;

  // Possessive: the time grows with the length only, whatever the text.
  private static final Pattern LOCAL =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private EmailSyntax() {}

  static boolean isAddress(String text) {
    var at = text.lastIndexOf('@');
    if (at < 1 || text.length() > Customer.MAX_EMAIL_LENGTH) {
      return false;
    }
    var local = text.substring(0, at);
    return local.length() <= MAX_LOCAL_LENGTH
        && LOCAL.matcher(local).matches()
        && isHost(text.substring(at + 1));
  }

  private static boolean isHost(String domain) {
    if (domain.length() > MAX_DOMAIN_LENGTH) {
      return false;
    }
    var labels = domain.split("\\.", -1);
    if (labels.length < 2) {
      return false;
    }
    for (var label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }
}
