package dev.peregrine.launcher.internal.house;

import dev.peregrine.embedded.CaughtMail;
import dev.peregrine.embedded.Mailbox;
import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Request;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import dev.peregrine.observability.OpsRoutes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// The mail that was caught instead of sent: a page for people, JSON for programs.
final class MailboxRoutes implements Routes {

  private static final int SHOWN = 100;
  private static final String HTML = "text/html";
  private static final String JSON = "application/json";
  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem;"
          + "color-scheme:light dark}"
          + "article{border:1px solid #8886;border-radius:.5rem;margin:1rem 0;padding:0 1rem}"
          + "h2{font-size:1.1rem;margin-bottom:0}p{margin:.25rem 0;color:#888}"
          + "pre{white-space:pre-wrap;font:inherit}";

  private final Mailbox mailbox;
  private final String policy;

  MailboxRoutes(Mailbox mailbox) {
    this.mailbox = mailbox;
    this.policy =
        "default-src 'none'; style-src 'sha256-" + sha256(STYLE) + "'; frame-ancestors 'none'";
  }

  @Override
  public void mount(RouteTable table) {
    table.add(Route.get("/mail", Access.scope(OpsRoutes.SCOPE), this::list).giving(HTML, JSON));
  }

  /// Reading the mailbox blocks, so a worker does it.
  private Future<Answer> list(Request request) {
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on a context");
    var html = request.mediaType().equals(HTML);
    return context
        .executeBlocking(() -> mailbox.newest(SHOWN))
        .map(read -> Objects.requireNonNull(read, "a list"))
        .map(mails -> html ? page(mails) : Answer.json(200, json(mails).toBuffer()));
  }

  private Answer page(List<CaughtMail> mails) {
    var page = new StringBuilder(4_096);
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Mailbox</title>")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><style>")
        .append(STYLE)
        .append("</style><main><h1>Mailbox</h1><p>")
        .append(
            mails.isEmpty()
                ? "No mail yet."
                : "The newest " + mails.size() + ", none of them sent.")
        .append("</p>");
    for (var mail : mails) {
      page.append("<article><h2>").append(escaped(mail.subject())).append("</h2><p>to ");
      page.append(escaped(mail.to().toString())).append(", ").append(mail.receivedAt());
      page.append("</p><pre>").append(escaped(mail.text())).append("</pre></article>");
    }
    page.append("</main></html>");
    return Answer.of(200, HTML + "; charset=utf-8", Buffer.buffer(page.toString()))
        .with("Content-Security-Policy", policy);
  }

  private static JsonObject json(List<CaughtMail> mails) {
    var items = new JsonArray();
    for (var mail : mails) {
      items.add(
          new JsonObject()
              .put("messageId", mail.messageId())
              .put("receivedAt", mail.receivedAt().toString())
              .put("from", mail.from().toString())
              .put("to", mail.to().toString())
              .put("subject", mail.subject())
              .put("text", mail.text()));
    }
    return new JsonObject().put("items", items);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String sha256(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("SHA-256 is in every Java", impossible);
    }
  }
}
