package dev.peregrine.perf.internal;

import dev.peregrine.perf.OpenLoadResult;
import dev.peregrine.perf.internal.Timeline.End;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpConnectOptions;

/// An open load from its first request to its last answer. Confined to the load's event loop.
public final class OpenRun {

  /// More at once are not sent: what bounds the memory of this driver when the service stalls.
  public static final int MOST_IN_FLIGHT = 10_000;

  private static final int TICK_MS = 1;

  private final Vertx vertx;
  private final Line line;
  private final Workload workload;
  private final Arrivals arrivals;
  private final Tally tally = new Tally();
  private final Timeline timeline;
  private final Promise<OpenLoadResult> done = Promise.promise();
  private final long startNs = System.nanoTime();
  private long dueNs;
  private long lateNs;
  private long neverSent;
  private int inFlight;

  /// The connections to the service.
  ///
  /// @param http opens them when they are needed
  /// @param service where to
  /// @param connections at most
  public record Line(HttpClientAgent http, HttpConnectOptions service, int connections) {}

  /// Prepares a run; its clock starts now.
  ///
  /// @param vertx ticks
  /// @param line to the service
  /// @param workload what is asked
  /// @param arrivals when
  public OpenRun(Vertx vertx, Line line, Workload workload, Arrivals arrivals) {
    this.vertx = vertx;
    this.line = line;
    this.workload = workload;
    this.arrivals = arrivals;
    this.timeline = new Timeline(arrivals.howLong());
  }

  /// Asks until nothing more is due.
  ///
  /// @return done when everything is answered; never fails, faults are in the result
  public Future<OpenLoadResult> start() {
    dueNs = arrivals.next();
    vertx.setPeriodic(TICK_MS, this::tick);
    return done.future();
  }

  private void tick(long timer) {
    var nowNs = System.nanoTime() - startNs;
    while (dueNs != Arrivals.OVER && dueNs <= nowNs) {
      lateNs = Math.max(lateNs, nowNs - dueNs);
      begin(dueNs);
      dueNs = arrivals.next();
    }
    if (dueNs == Arrivals.OVER) {
      vertx.cancelTimer(timer);
      endIfAllAnswered();
    }
  }

  private void begin(long due) {
    if (inFlight >= MOST_IN_FLIGHT) {
      neverSent++;
      timeline.noAnswer(due);
      return;
    }
    inFlight++;
    var ask = workload.mixed();
    ask.options().setHost(line.service().getHost()).setPort(line.service().getPort());
    line.http()
        .request(ask.options())
        .compose(request -> Exchange.send(request, ask))
        .onComplete((answer, thrown) -> {
          if (thrown == null) {
            answered(due, ask, answer);
          } else {
            tally.fault(ask.kind() + ": " + thrown);
            timeline.noAnswer(due);
          }
          inFlight--;
          endIfAllAnswered();
        });
  }

  private void answered(long due, Ask ask, Exchange.Answer answer) {
    var tookNs = System.nanoTime() - startNs - due;
    tally.answered(ask.kind(), answer.status(), tookNs);
    var faults = tally.faults();
    var turnedAway = Exchange.judge(tally, ask, answer) > 0;
    var end = turnedAway ? End.TURNED_AWAY : tally.faults() > faults ? End.FAULT : End.GOOD;
    timeline.answered(due, tookNs, end);
  }

  private void endIfAllAnswered() {
    if (dueNs == Arrivals.OVER && inFlight == 0) {
      var _ = done.tryComplete(result());
    }
  }

  private OpenLoadResult result() {
    return new OpenLoadResult(
        arrivals.scenario(),
        arrivals.perSecond(),
        tally.result(line.connections()),
        timeline.span(),
        timeline.moments(),
        timeline.percentiles(),
        neverSent,
        lateNs / 1_000);
  }
}
