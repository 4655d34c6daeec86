package dev.peregrine.payments.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.payments.AuthoriseOutcome;
import dev.peregrine.payments.AuthorisePayment;
import dev.peregrine.payments.PaymentReleased;
import dev.peregrine.payments.ReleasePayment;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// Speaks the gateway's language.
public final class Gateway {

  private final Line line;

  /// Makes it.
  ///
  /// @param line leads to the gateway
  public Gateway(Line line) {
    this.line = line;
  }

  /// Asks for money: `POST /payments`.
  ///
  /// @param question how much, and under which key
  /// @param call until when the asker waits
  public Future<AuthoriseOutcome> authorise(AuthorisePayment question, Call call) {
    var body =
        new JsonObject()
            .put("reference", question.reference())
            .put("amount", question.amount().toPlainString())
            .put("currency", question.currency());
    var ask = new Line.Ask("/payments", Optional.of(question.key()), body.toBuffer());
    return line.ask(
        ask,
        reply -> {
          var said = Said.of(reply, 200, 201, 402);
          return switch (said.status()) {
            case "authorised" -> new AuthoriseOutcome.Authorised(said.text("id"));
            case "declined" -> new AuthoriseOutcome.Declined(said.text("code"));
            default -> throw said.unknown();
          };
        },
        call);
  }

  /// Gives back what was authorised: `POST /payments/{key}/release`.
  ///
  /// @param question under which key
  /// @param call until when the asker waits
  public Future<PaymentReleased> release(ReleasePayment question, Call call) {
    var path = "/payments/" + question.key() + "/release";
    return line.ask(
        new Line.Ask(path, Optional.of(question.key() + "-release"), Buffer.buffer("{}")),
        reply -> {
          var said = Said.of(reply, 200);
          if (!said.status().equals("released")) {
            throw said.unknown();
          }
          return new PaymentReleased(question.key());
        },
        call);
  }
}
