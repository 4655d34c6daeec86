package dev.peregrine.http.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.http.Answer;
import dev.peregrine.http.HttpStats;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Route;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/// One request from its head to its answer; answers exactly once.
///
/// Confined to the context of the server instance.
final class Visit {

  private static final long NO_TIMER = -1;

  private final Front front;
  private final HttpServerRequest http;
  private final long startNanos = System.nanoTime();
  private final String requestId;
  private final boolean hasBody;
  private Route route = Route.UNMATCHED;
  private boolean ended;
  private long timer = NO_TIMER;

  Visit(Front front, HttpServerRequest http) {
    this.front = front;
    this.http = http;
    this.requestId = front.ids().of(http.headers());
    this.hasBody = Heads.hasBody(http);
  }

  void begin() {
    try {
      admit();
    } catch (RuntimeException thrown) {
      fail(thrown);
    }
  }

  void refuseMalformed(Rejection rejection) {
    end(AnswerWriter.answer(rejection, requestId), true);
  }

  private void admit() {
    Admission.checkHead(http);
    var found = front.tree().find(Admission.path(http));
    if (found == null) {
      throw Rejection.notFound("No resource has this path.");
    }
    var target = found.leaf().target(http.method());
    if (target == null) {
      end(Admission.withoutEndpoint(http, found.leaf(), requestId), false);
      return;
    }
    route = target.route();
    var mediaType = Admission.mediaType(http, route);
    var timeoutNanos = Admission.timeoutNanos(http, front.config().requestTimeout());
    var call = new Call(new Deadline(startNanos + timeoutNanos), requestId);
    var request = new RoutedRequest(http, call, new RoutedRequest.Place(target, found, mediaType));
    if (hasBody && !route.contract().takes().isEmpty()) {
      Admission.checkBodyType(http, route);
      readBody(request);
    } else {
      answer(request);
    }
  }

  private void readBody(RoutedRequest request) {
    var _ =
        new BodyReader(front.vertx(), http, limit())
            .read(front.config().readTimeout().toMillis())
            .onComplete((body, thrown) -> {
              if (thrown != null) {
                fail(thrown);
              } else {
                request.receive(body);
                answer(request);
              }
            });
  }

  private void answer(RoutedRequest request) {
    Future<Answer> answer;
    try {
      answer =
          Objects.requireNonNull(
              route.endpoint().answer(request), "the endpoint returned null instead of a future");
    } catch (Throwable thrown) {
      fail(thrown);
      return;
    }
    if (answer.isComplete() && front.onLoop()) {
      settle(answer);
      return;
    }
    var context = front.vertx().getOrCreateContext();
    timer =
        front
            .vertx()
            .setTimer(
                Math.max(1, request.call().deadline().remainingMs()),
                fired -> fail(Failures.of(FailureKind.DEADLINE)));
    var _ =
        answer.onComplete(result -> {
          if (front.onLoop()) {
            settle(result);
          } else {
            context.runOnContext(hopped -> settle(result));
          }
        });
  }

  private void settle(AsyncResult<Answer> result) {
    if (result.failed()) {
      fail(result.cause());
    } else if (result.result() == null) {
      fail(new NullPointerException(route.template() + ": the endpoint answered null"));
    } else {
      end(result.result(), false);
    }
  }

  private void fail(Throwable thrown) {
    if (ended) {
      return;
    }
    if (thrown instanceof BodyReader.ClientGone) {
      ended = true;
      tell(HttpStats.CLIENT_GONE, 0);
      return;
    }
    var rejection = Failures.rejection(thrown, requestId);
    var status = rejection.problem().status();
    end(AnswerWriter.answer(rejection, requestId), status == 408 || status == 413);
  }

  private void end(Answer answer, boolean close) {
    if (ended) {
      return;
    }
    ended = true;
    if (timer != NO_TIMER) {
      var _ = front.vertx().cancelTimer(timer);
    }
    if (http.response().closed()) {
      tell(HttpStats.CLIENT_GONE, 0);
      return;
    }
    var unread = hasBody && !http.isEnded();
    var closes = close || front.edge().draining() || (unread && !isShort());
    var written = front.writer().write(http, requestId, answer, closes);
    if (closes) {
      Leftover.discardAndClose(front.vertx(), http);
    } else if (unread) {
      Leftover.discard(front.vertx(), http, front.config().readTimeout().toMillis());
    }
    tell(written.status(), written.bytes());
  }

  private void tell(int status, long bytes) {
    front.edge().stats().answered(route, status, System.nanoTime() - startNanos, bytes);
  }

  private boolean isShort() {
    var length = Heads.bodyLength(http);
    return length >= 0 && length <= limit();
  }

  private int limit() {
    var own = route.contract().bodyLimitBytes();
    return own > 0 ? own : front.config().bodyLimitBytes();
  }
}
