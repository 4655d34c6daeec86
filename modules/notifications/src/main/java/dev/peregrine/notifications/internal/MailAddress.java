package dev.peregrine.notifications.internal;

import java.util.regex.Pattern;

/// Addresses as plain SMTP carries them: `local@domain` in ASCII, no display name, no comment, no
/// quoting.
public final class MailAddress {

  private static final Pattern CARRIED =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=[^@]{1,255}$)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

  private MailAddress() {}

  /// Tells whether a text is such an address and nothing more.
  ///
  /// @param text anything
  public static boolean isCarried(String text) {
    return text.length() <= 320 && CARRIED.matcher(text).matches();
  }
}
