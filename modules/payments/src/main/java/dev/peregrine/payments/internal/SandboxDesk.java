package dev.peregrine.payments.internal;

import dev.peregrine.payments.SandboxFigures;
import dev.peregrine.payments.SandboxMode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the sandbox's requests. Safe on any thread.
public final class SandboxDesk {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxDesk.class);
  private static final Pattern RELEASE = Pattern.compile("/payments/([A-Za-z0-9-]{1,64})/release");
  private static final String REFUSED_DOMAIN = "@refused.example";
  private static final long MOST_BODY_BYTES = 16 << 10;
  private static final int HUGE_BYTES = 4 << 20;
  private static final long SLOW_MS = 300;

  /// Amounts at which a healthy sandbox shows an illness.
  private static final Map<BigDecimal, SandboxMode> ILL =
      Map.of(
          new BigDecimal("4010.00"), SandboxMode.SLOW,
          new BigDecimal("4011.00"), SandboxMode.HUNG,
          new BigDecimal("4012.00"), SandboxMode.RESET,
          new BigDecimal("4013.00"), SandboxMode.ERROR,
          new BigDecimal("4014.00"), SandboxMode.REDIRECT,
          new BigDecimal("4015.00"), SandboxMode.GARBAGE,
          new BigDecimal("4016.00"), SandboxMode.HUGE,
          new BigDecimal("4017.00"), SandboxMode.LOST);

  private final Vertx vertx;
  private final SandboxBook book = new SandboxBook();
  private volatile Supplier<SandboxMode> mode = () -> SandboxMode.HEALTHY;

  /// Opens it.
  ///
  /// @param vertx makes a slow answer slow
  public SandboxDesk(Vertx vertx) {
    this.vertx = vertx;
  }

  /// Notes what went wrong outside of a request.
  ///
  /// @param thrown what
  public static void disturbed(Throwable thrown) {
    LOG.debug("a connection to the sandbox broke", thrown);
  }

  /// Behaves so from now on.
  ///
  /// @param next tells how, for each request
  public void behave(Supplier<SandboxMode> next) {
    mode = next;
  }

  /// Returns what was done so far.
  public SandboxFigures figures() {
    return book.figures();
  }

  /// Returns how often somebody was charged under a key.
  ///
  /// @param key which
  public int chargesOf(String key) {
    return book.chargesOf(key);
  }

  /// Serves one request.
  ///
  /// @param request any
  public void serve(HttpServerRequest request) {
    book.asked();
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (!request.method().equals(HttpMethod.POST)) {
      answer(request, 404, new JsonObject().put("status", "unknown"));
    } else if (length == null || length.length() > 6 || Long.parseLong(length) > MOST_BODY_BYTES) {
      answer(request, 413, new JsonObject().put("status", "too-large"));
    } else {
      var _ = request.body().onComplete(body -> route(request, body), SandboxDesk::disturbed);
    }
  }

  private void route(HttpServerRequest request, Buffer body) {
    try {
      var asked = new JsonObject(body);
      var path = String.valueOf(request.path());
      var release = RELEASE.matcher(path);
      if (path.equals("/payments")) {
        pay(request, asked);
      } else if (path.equals("/checks")) {
        behaving(mode.get(), request, () -> check(request, asked));
      } else if (release.matches()) {
        behaving(mode.get(), request, () -> release(request, release.group(1)));
      } else {
        answer(request, 404, new JsonObject().put("status", "unknown"));
      }
    } catch (DecodeException | ClassCastException | NumberFormatException thrown) {
      answer(request, 400, new JsonObject().put("status", "malformed"));
    }
  }

  private void pay(HttpServerRequest request, JsonObject asked) {
    var key = request.getHeader("Idempotency-Key");
    if (key == null || !(asked.getValue("amount") instanceof String text)) {
      answer(request, 400, new JsonObject().put("status", "malformed"));
      return;
    }
    var amount = new BigDecimal(text);
    var ill = ILL.getOrDefault(amount, SandboxMode.HEALTHY);
    var known = book.knows(key);
    var all = mode.get();
    var now = all != SandboxMode.HEALTHY || (ill == SandboxMode.LOST && known) ? all : ill;
    if (now == SandboxMode.LOST) {
      var _ = book.authorise(key, asked.encode(), amount);
    }
    behaving(now, request, () -> decide(request, key, asked, amount));
  }

  private void decide(HttpServerRequest request, String key, JsonObject asked, BigDecimal amount) {
    var entry = book.authorise(key, asked.encode(), amount);
    if (entry == null) {
      answer(request, 422, new JsonObject().put("status", "key-reused"));
    } else if (entry.status().equals("authorised")) {
      answer(request, 201, new JsonObject().put("status", "authorised").put("id", entry.detail()));
    } else {
      answer(request, 402, new JsonObject().put("status", "declined").put("code", entry.detail()));
    }
  }

  private void release(HttpServerRequest request, String key) {
    book.release(key);
    answer(request, 200, new JsonObject().put("status", "released"));
  }

  private static void check(HttpServerRequest request, JsonObject asked) {
    var email = String.valueOf(asked.getValue("email")).toLowerCase(Locale.ROOT);
    answer(
        request,
        200,
        email.endsWith(REFUSED_DOMAIN)
            ? new JsonObject().put("status", "refused").put("code", "listed-domain")
            : new JsonObject().put("status", "passed"));
  }

  private void behaving(SandboxMode now, HttpServerRequest request, Runnable soundly) {
    switch (now) {
      case HEALTHY -> soundly.run();
      case SLOW -> vertx.setTimer(SLOW_MS, fired -> soundly.run());
      case HUNG -> LOG.debug("the sandbox leaves {} without an answer", request.path());
      case RESET, LOST -> {
        var _ = request.connection().close();
      }
      case ERROR -> answer(request, 500, new JsonObject().put("status", "broken"));
      case REDIRECT -> {
        request.response().putHeader(HttpHeaders.LOCATION, "/elsewhere");
        answer(request, 302, new JsonObject().put("status", "authorised").put("id", "elsewhere"));
      }
      case GARBAGE -> {
        var _ = request.response().end("<html>{\"status\":");
      }
      case HUGE -> {
        var _ = request.response().end(Buffer.buffer(new byte[HUGE_BYTES]));
      }
    }
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    if (request.response().closed() || request.response().ended()) {
      return;
    }
    var _ =
        request
            .response()
            .setStatusCode(status)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .end(body.toBuffer());
  }
}
