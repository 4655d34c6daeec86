package dev.peregrine.notifications.internal;

import dev.peregrine.persistence.OutboxFault;
import io.vertx.ext.mail.SMTPException;

/// Judges what the mail client throws by how far the conversation got.
final class Verdicts {

  private static final int CLOSING = 421;
  private static final int AUTHENTICATION_REQUIRED = 530;
  private static final int AUTHENTICATION_FAILED = 535;
  private static final int TOO_LARGE = 552;
  private static final int UNPARSABLE = 500;

  private Verdicts() {}

  static Verdict of(Throwable thrown, Phase phase) {
    if (thrown instanceof SMTPException reply && isReply(reply)) {
      return ofReply(reply, phase);
    }
    var fault = new OutboxFault(0, String.valueOf(thrown.getMessage()));
    // Three refusals of the client's own, which have no type.
    if (fault.reason().startsWith("STARTTLS required")) {
      return new Verdict.Misconfigured("mail.startTls", fault);
    }
    if (fault.reason().startsWith("login is required")) {
      return new Verdict.Misconfigured("mail.user", fault);
    }
    if (fault.reason().startsWith("message exceeds allowed size")) {
      return new Verdict.Refused(fault);
    }
    if (phase.mailIsOut()) {
      return new Verdict.Unclear(fault);
    }
    return phase.aboutThisMail() ? new Verdict.Later(fault) : new Verdict.Away(fault);
  }

  /// The client reports 500 for bytes that are no reply at all.
  private static boolean isReply(SMTPException reply) {
    return reply.getReplyCode() != UNPARSABLE || reply.getReplyMessage().startsWith("500");
  }

  private static Verdict ofReply(SMTPException reply, Phase phase) {
    var code = reply.getReplyCode();
    var fault = new OutboxFault(code, String.join(" ", reply.getReplyMessages()));
    if (code == CLOSING) {
      return new Verdict.Away(fault);
    }
    if (code == AUTHENTICATION_REQUIRED || code == AUTHENTICATION_FAILED) {
      return new Verdict.Misconfigured("mail.user", fault);
    }
    return switch (phase) {
      case GREETING -> new Verdict.Away(fault);
      case LOGIN ->
          reply.isPermanent()
              ? new Verdict.Misconfigured("mail.user", fault)
              : new Verdict.Away(fault);
      case SENDER ->
          reply.isPermanent() && code != TOO_LARGE
              ? new Verdict.Misconfigured("mail.from", fault)
              : laterOrNever(reply, fault);
      case RECIPIENT, CONTENT, DOT, ANSWERED -> laterOrNever(reply, fault);
    };
  }

  private static Verdict laterOrNever(SMTPException reply, OutboxFault fault) {
    return reply.isPermanent() ? new Verdict.Refused(fault) : new Verdict.Later(fault);
  }
}
