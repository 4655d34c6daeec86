package dev.peregrine.launcher.internal.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// Keeps secrets, and text that could forge a line, out of messages.
final class Secrets {

  /// What is shown instead.
  static final String MASK = "***";

  private static final int LONGEST_SHOWN = 200;
  private static final Pattern SECRET_WORD =
      Pattern.compile("(password|passphrase|secret|token|key|credential)s?");
  private static final Pattern LAST_WORD = Pattern.compile("[A-Z]?[^A-Z]*$");

  /// The password ends at the last `@`, since people forget to escape the others.
  private static final Pattern USER_INFO = Pattern.compile("(://[^:/?#\\s]*:).*@");

  private static final Pattern QUERY =
      Pattern.compile("(?i)([?&](?:password|secret|token|key|sslpassword)=)[^&#\\s]*");

  private Secrets() {}

  /// Tells whether a value must not be shown: its own name says so, or it is a text under a name
  /// that does (`auth.tokens.alice`).
  static boolean hides(String key, Shape.Leaf leaf) {
    var names = key.split("\\.", -1);
    if (secretive(names[names.length - 1])) {
      return true;
    }
    var text = leaf.type().type() == String.class;
    for (var name : names) {
      if (text && secretive(name)) {
        return true;
      }
    }
    return false;
  }

  /// Makes a text fit to be shown: passwords within URIs masked, control characters out, cut where
  /// it gets too long.
  static String shown(String text) {
    var masked = USER_INFO.matcher(text).replaceAll("$1" + MASK + "@");
    masked = QUERY.matcher(masked).replaceAll("$1" + MASK).replaceAll("\\p{Cntrl}", "?");
    return masked.length() <= LONGEST_SHOWN ? masked : masked.substring(0, LONGEST_SHOWN) + "…";
  }

  private static boolean secretive(String name) {
    var matcher = LAST_WORD.matcher(name);
    var word = matcher.find() ? matcher.group() : name;
    return SECRET_WORD.matcher(word.toLowerCase(Locale.ROOT)).matches()
        || SECRET_WORD.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }
}
