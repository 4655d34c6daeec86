package dev.peregrine.http.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.bus.Spent;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Caller;
import dev.peregrine.http.HttpStats;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Route;
import dev.peregrine.http.internal.AnswerWriter.Written;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request from its head to its answer; answers exactly once.
///
/// Confined to the context of the server instance.
final class Visit {

  private static final long NO_TIMER = -1;

  /// Streams of events end by themselves long before.
  private static final Duration LONG = Duration.ofDays(1);

  private final Front front;
  private final HttpServerRequest http;
  private final long startNanos = System.nanoTime();
  private final String requestId;
  private final boolean hasBody;
  private Route route = Route.UNMATCHED;
  private Caller caller = Caller.ANYBODY;
  private @Nullable Call call;
  private Deadline deadline = new Deadline(startNanos);
  private @Nullable Inflow inflow;
  private boolean silenceAllowed;
  private boolean ended;
  private long timer = NO_TIMER;

  Visit(Front front, HttpServerRequest http) {
    this.front = front;
    this.http = http;
    this.requestId = front.ids().of(http.headers());
    this.hasBody = Heads.hasBody(http);
  }

  void begin() {
    attempt(this::admit);
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException thrown) {
      fail(thrown);
    }
  }

  void refuseMalformed(Rejection rejection) {
    end(AnswerWriter.answer(rejection, requestId), true);
  }

  private void admit() {
    front.gate().checkHead(http);
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
    front.gate().admit(http, route.access(), who -> attempt(() -> enter(target, found, who)));
  }

  private void enter(RouteTree.Target target, RouteTree.Found found, AsyncResult<Caller> who) {
    if (who.failed()) {
      fail(who.cause());
      return;
    }
    caller = who.result();
    var mediaType = Admission.mediaType(http, route);
    var timeoutNanos = Admission.timeoutNanos(http, Admission.longest(route, front.config()));
    deadline = new Deadline(startNanos + timeoutNanos);
    var begun = new Call(deadline, requestId, RequestIds.traceParent(http.headers()));
    call = begun;
    var place = new RoutedRequest.Place(target, found, mediaType, caller);
    var request = new RoutedRequest(http, begun, place);
    if (!route.contract().within().isZero()) {
      allowSilence();
    }
    if (route.contract().streamed()) {
      Admission.checkBodyType(http, route);
      streamBody(request);
    } else if (hasBody && !route.contract().takes().isEmpty()) {
      Admission.checkBodyType(http, route);
      readBody(request);
    } else {
      answer(request);
    }
  }

  private void readBody(RoutedRequest request) {
    var reader = new BodyReader(front.vertx(), http, Admission.bodyLimit(route, front.config()));
    var _ =
        request
            .call()
            .spent()
            .during(Spent.Part.RECEIVE, () -> reader.read(deadline, front.config().readTimeout()))
            .onComplete((body, thrown) -> {
              if (thrown != null) {
                fail(thrown);
              } else {
                request.receive(body);
                answer(request);
              }
            });
  }

  private void streamBody(RoutedRequest request) {
    var stream =
        new Inflow(front.vertx(), http, front.config().readTimeout().toMillis(), this::fail);
    inflow = stream;
    request.receive(stream);
    answer(request);
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
    var remainingMs = Math.max(1, request.call().deadline().remainingMs());
    timer = front.vertx().setTimer(remainingMs, fired -> fail(Failures.of(FailureKind.DEADLINE)));
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
    var reader = inflow;
    inflow = null;
    if (thrown instanceof BodyReader.ClientGone) {
      ended = true;
      stopTimer();
      tell(HttpStats.CLIENT_GONE, 0);
    } else {
      refuse(Failures.rejection(thrown, requestId));
    }
    if (reader != null) {
      reader.abandon(thrown);
    }
  }

  private void refuse(Rejection rejection) {
    var status = rejection.problem().status();
    end(AnswerWriter.answer(rejection, requestId), status == 408 || status == 413);
  }

  private void end(Answer answer, boolean close) {
    if (ended) {
      return;
    }
    ended = true;
    stopTimer();
    if (inflow != null) {
      inflow.close();
    }
    if (http.response().closed()) {
      tell(HttpStats.CLIENT_GONE, 0);
      return;
    }
    var closes =
        close
            || front.edge().draining()
            || (isUnread() && !Admission.isShort(http, route, front.config()));
    var written = front.writer().write(http, requestId, timed(answer), closes);
    if (written.open()) {
      stream(answer, closes);
    } else {
      finish(written, closes);
    }
  }

  private void stream(Answer answer, boolean closes) {
    allowSilence();
    var outflow = new Outflow(front, http, answer.feed() == null ? deadline : Deadline.after(LONG));
    var _ =
        front
            .run(outflow, answer)
            .onComplete((done, thrown) -> {
              if (thrown == null) {
                finish(new Written(answer.status(), outflow.bytes(), false), closes);
              } else {
                breakOff(thrown, outflow.bytes(), closes);
              }
            });
  }

  /// Answers a failure while there is still nothing of the answer; else cuts the connection, for
  /// the client must not take a part for the whole.
  private void breakOff(Throwable thrown, long bytes, boolean closes) {
    if (thrown instanceof BodyReader.ClientGone) {
      Connections.cut(http.connection());
      tell(HttpStats.CLIENT_GONE, bytes);
      return;
    }
    var rejection = Failures.rejection(thrown, requestId);
    if (http.response().headWritten()) {
      Connections.cut(http.connection());
      tell(rejection.problem().status(), bytes);
    } else {
      http.response().headers().clear();
      var problem = AnswerWriter.answer(rejection, requestId);
      finish(front.writer().write(http, requestId, problem, closes), closes);
    }
  }

  private void finish(Written written, boolean closing) {
    var closes = closing || front.edge().draining();
    if (closes) {
      Leftover.discardAndClose(front.vertx(), http);
    } else {
      if (isUnread()) {
        Leftover.discard(front.vertx(), http, front.config().readTimeout().toMillis());
      }
      if (silenceAllowed) {
        Connections.forbidSilence(http.connection(), front.config().idleTimeout());
      }
    }
    tell(written.status(), written.bytes());
  }

  private void allowSilence() {
    if (!silenceAllowed) {
      silenceAllowed = true;
      Connections.allowSilence(http.connection());
    }
  }

  private void stopTimer() {
    if (timer != NO_TIMER) {
      var _ = front.vertx().cancelTimer(timer);
    }
  }

  private boolean isUnread() {
    return hasBody && !http.isEnded();
  }

  private void tell(int status, long bytes) {
    var stats = front.edge().stats();
    var nanos = System.nanoTime() - startNanos;
    stats.answered(route, status, nanos, bytes);
    if (call != null && nanos >= stats.accountsFromNanos()) {
      stats.accounted(route, status, nanos, call);
    }
  }

  /// Says where the time went to those who ask and may know.
  private Answer timed(Answer answer) {
    return call != null && ServerTiming.isAsked(http) && front.gate().isOperator(http, caller)
        ? ServerTiming.told(answer, call.spent(), System.nanoTime() - startNanos)
        : answer;
  }
}
