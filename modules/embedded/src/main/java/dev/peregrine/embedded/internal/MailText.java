package dev.peregrine.embedded.internal;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;

/// The words of a message.
public final class MailText {

  private static final int MOST_CHARACTERS = 100_000;
  private static final int DEEPEST = 10;

  private MailText() {}

  /// Returns the first plain text in a message, else the first text of any kind, else nothing.
  ///
  /// @param message with or without parts
  /// @return decoded, at most its first 100 000 characters
  public static String of(Part message) throws MessagingException, IOException {
    var plain = find(message, "text/plain", DEEPEST);
    var text = plain.isEmpty() ? find(message, "text/*", DEEPEST) : plain;
    return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
  }

  private static String find(Part part, String type, int depth)
      throws MessagingException, IOException {
    if (part.isMimeType(type) && part.getContent() instanceof String text) {
      return text;
    }
    if (depth == 0 || !(part.getContent() instanceof Multipart parts)) {
      return "";
    }
    for (var i = 0; i < parts.getCount(); i++) {
      var text = find(parts.getBodyPart(i), type, depth - 1);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }
}
