package dev.peregrine.http.internal;

import dev.peregrine.bus.Spent;
import dev.peregrine.http.Answer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Where the time of a request went, in its answer: for an operator who asks with `Prefer:
/// server-timing`.
final class ServerTiming {

  private static final CharSequence PREFER = HttpHeaders.createOptimized("prefer");
  private static final String WANTED = "server-timing";
  private static final Pattern PREFERENCES = Pattern.compile("\\s*,\\s*");

  private ServerTiming() {}

  /// Tells whether a client asks; nearly always at once that it does not.
  static boolean isAsked(HttpServerRequest http) {
    var preferences = Heads.list(http.headers(), PREFER);
    return preferences != null
        && PREFERENCES.splitAsStream(preferences.strip()).anyMatch(WANTED::equalsIgnoreCase);
  }

  /// Returns the answer with the account: milliseconds, the whole last.
  ///
  /// Parts that ran side by side may be more than the whole; then nothing is left for the rest.
  ///
  /// @param nanos from the request's head until now
  static Answer told(Answer answer, Spent spent, long nanos) {
    var text = new StringBuilder(120);
    entry(text, "receive", spent.nanos(Spent.Part.RECEIVE));
    entry(text, "cache", spent.nanos(Spent.Part.CACHE));
    entry(text, "database", spent.nanos(Spent.Part.DATABASE));
    entry(text, "bus", spent.nanos(Spent.Part.BUS));
    entry(text, "other", Math.max(0, nanos - spent.sum()));
    entry(text, "total", nanos);
    var own = answer.header("Preference-Applied");
    return answer
        .with("Server-Timing", text.substring(2))
        .with("Preference-Applied", own == null ? WANTED : own + ", " + WANTED);
  }

  private static void entry(StringBuilder text, String name, long nanos) {
    var ms = TimeUnit.NANOSECONDS.toMicros(nanos) / 1_000.0;
    text.append(", ").append(name).append(";dur=").append(ms);
  }
}
