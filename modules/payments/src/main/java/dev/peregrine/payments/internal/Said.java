package dev.peregrine.payments.internal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/// What a service said, once it is known to be a JSON object with a `status`.
///
/// @param status the member of that name
/// @param body all of it
record Said(String status, JsonObject body) {

  private static final int LONGEST_TEXT = 200;

  /// Reads a reply.
  ///
  /// @param reply what came
  /// @param expected the HTTP statuses that mean something here; a redirection never does
  /// @throws GatewayFault if it is anything else
  static Said of(Exchange.Reply reply, int... expected) {
    if (Arrays.stream(expected).noneMatch(status -> status == reply.status())) {
      throw GatewayFault.of("status " + reply.status());
    }
    try {
      var body = new JsonObject(reply.body());
      if (body.getValue("status") instanceof String status) {
        return new Said(status, body);
      }
    } catch (DecodeException | ClassCastException thrown) {
      throw GatewayFault.of("an answer that is no JSON object");
    }
    throw GatewayFault.of("an answer without a status");
  }

  /// Returns a member that is a short text.
  String text(String name) {
    if (body.getValue(name) instanceof String text && text.length() <= LONGEST_TEXT) {
      return text;
    }
    throw GatewayFault.of("an answer without " + name);
  }

  /// Returns the failure of a status that has no meaning.
  GatewayFault unknown() {
    return GatewayFault.of("an answer of unknown status");
  }
}
