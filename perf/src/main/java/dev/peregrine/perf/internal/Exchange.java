package dev.peregrine.perf.internal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/// One request with its answer, and what is thought of it. Confined to the load's event loop.
final class Exchange {

  private Exchange() {}

  /// An answer with its body.
  record Answer(HttpClientResponse head, Buffer body) {

    int status() {
      return head.statusCode();
    }
  }

  /// Sends what is asked.
  ///
  /// @return the whole answer
  static Future<Answer> send(HttpClientRequest request, Ask ask) {
    var sent = ask.body() == null ? request.send() : request.send(ask.body().toBuffer());
    return sent.compose(head -> head.body().map(body -> new Answer(head, body)));
  }

  /// Notes what is wrong with an answer.
  ///
  /// @return milliseconds to wait because the service has too much to do; else 0
  static long judge(Tally tally, Ask ask, Answer answer) {
    var retryAfter = answer.head().getHeader("retry-after");
    if (answer.status() == 503 && retryAfter != null && retryAfter.matches("\\d{1,3}")) {
      tally.turnedAway();
      return Math.max(1, 1_000L * Integer.parseInt(retryAfter));
    }
    if (!ask.kind().expects(answer.status())) {
      tally.fault(ask.kind() + ": status " + answer.status() + problem(answer.body()));
      return 0;
    }
    try {
      if (!ask.sound().test(answer.head(), answer.body().toJsonObject())) {
        tally.fault(ask.kind() + ": wrong answer");
      }
    } catch (RuntimeException thrown) {
      tally.fault(ask.kind() + ": unreadable answer: " + thrown);
    }
    return 0;
  }

  /// Returns the title of a problem document, if the body is one: why the service refused.
  private static String problem(Buffer body) {
    try {
      return ", " + body.toJsonObject().getString("title", "untitled");
    } catch (RuntimeException noProblem) {
      return ", unreadable: " + noProblem.getClass().getSimpleName();
    }
  }
}
