package dev.peregrine.notifications.internal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/// What an outbox payload says to its reader.
sealed interface Letter {

  /// Longest name that is printed, in characters; the customers' own bound is the same.
  int MAX_NAME_LENGTH = 200;

  /// A letter that can be sent.
  ///
  /// @param subject one line
  /// @param text plain text
  record Written(String subject, String text) implements Letter {}

  /// A payload that no letter can be made of, now or later.
  ///
  /// @param reason why, without its contents
  record Unreadable(String reason) implements Letter {}

  /// Reads a payload.
  ///
  /// @param payload JSON: a `template`, and what that template needs
  static Letter of(String payload) {
    JsonObject fields;
    try {
      fields = new JsonObject(payload);
    } catch (DecodeException thrown) {
      return new Unreadable("payload: not a JSON object");
    }
    return switch (fields.getValue("template")) {
      case String known when known.equals("welcome") -> welcome(fields);
      case String unknown ->
          new Unreadable("template: " + HeaderText.oneLine(unknown, 40) + " is unknown");
      case null, default -> new Unreadable("payload: no template");
    };
  }

  private static Letter welcome(JsonObject fields) {
    var name =
        fields.getValue("name") instanceof String given
            ? HeaderText.oneLine(given, MAX_NAME_LENGTH)
            : "";
    if (name.isEmpty()) {
      return new Unreadable("welcome: no name, or a blank one");
    }
    return fields.getValue("customerId") instanceof Number id
        ? welcome(name, id.longValue())
        : new Unreadable("welcome: no customerId");
  }

  private static Letter welcome(String name, long customerId) {
    return new Written(
        "Welcome, " + name,
        """
        Hello %s,

        welcome to Peregrine. Your customer number is %d.

        You get this mail since somebody registered with your address. If that was not you,
        you need not do anything.
        """
            .formatted(name, customerId));
  }
}
