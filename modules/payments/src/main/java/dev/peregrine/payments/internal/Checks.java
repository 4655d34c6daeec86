package dev.peregrine.payments.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.payments.CheckOutcome;
import dev.peregrine.payments.CheckPerson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// Speaks the checking service's language.
public final class Checks {

  private final Optional<Line> line;

  /// Makes it.
  ///
  /// @param line leads to the service, if there is one
  public Checks(Optional<Line> line) {
    this.line = line;
  }

  /// Has somebody checked: `POST /checks`. A service that is away is an outcome, since the asker
  /// decides what that means.
  ///
  /// @param question who
  /// @param call until when the asker waits
  public Future<CheckOutcome> check(CheckPerson question, Call call) {
    if (line.isEmpty()) {
      return Future.succeededFuture(new CheckOutcome.Passed());
    }
    var body = new JsonObject().put("email", question.email()).toBuffer();
    return line.get()
        .ask(new Line.Ask("/checks", Optional.empty(), body), Checks::outcome, call)
        .recover(away -> Future.succeededFuture(new CheckOutcome.Unchecked()));
  }

  private static CheckOutcome outcome(Exchange.Reply reply) {
    var said = Said.of(reply, 200);
    return switch (said.status()) {
      case "passed" -> new CheckOutcome.Passed();
      case "refused" -> new CheckOutcome.Refused(said.text("code"));
      default -> throw said.unknown();
    };
  }
}
