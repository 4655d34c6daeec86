package dev.peregrine.perf.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;

/// One client: one connection that stays open, one request at a time, the next some time after the
/// last is answered. Confined to the load's event loop.
public final class Client {

  /// After so many connections have failed it gives up.
  private static final int MOST_CONNECTIONS = 10;

  private final Vertx vertx;
  private final HttpClientAgent http;
  private final HttpConnectOptions service;
  private final Promise<Void> done = Promise.promise();
  private final Run run;
  private int connections;

  /// Prepares a client.
  ///
  /// @param vertx wakes it
  /// @param http connects
  /// @param service where to
  /// @param run what to do, and for how long
  public Client(Vertx vertx, HttpClientAgent http, HttpConnectOptions service, Run run) {
    this.vertx = vertx;
    this.http = http;
    this.service = service;
    this.run = run;
  }

  /// Asks until the run is over, then closes the connection; what is asked by then is answered
  /// first.
  ///
  /// @return done when the connection is closed; never fails, faults are in the tally
  public Future<Void> start() {
    connect();
    return done.future();
  }

  private void connect() {
    if (run.isOver() || ++connections > MOST_CONNECTIONS) {
      done.complete();
      return;
    }
    http.connect(service)
        .onSuccess(connection -> pause(connection, run.pauseMs()))
        .onFailure(thrown -> {
          run.tally().fault("connect: " + thrown);
          done.complete();
        });
  }

  private void pause(HttpClientConnection connection, long pauseMs) {
    if (run.isOver()) {
      connection.close().onComplete(_ -> done.complete());
    } else if (pauseMs == 0) {
      ask(connection);
    } else {
      vertx.setTimer(Math.max(1, Math.min(pauseMs, run.leftMs())), _ -> pause(connection, 0));
    }
  }

  private void ask(HttpClientConnection connection) {
    var ask = run.nextAsk();
    var startNs = System.nanoTime();
    connection
        .request(ask.options())
        .compose(request -> Exchange.send(request, ask))
        .onSuccess(answer -> {
          run.tally().answered(ask.kind(), answer.status(), System.nanoTime() - startNs);
          var waitMs = Exchange.judge(run.tally(), ask, answer);
          pause(connection, waitMs == 0 ? run.pauseMs() : waitMs);
        })
        .onFailure(thrown -> {
          run.tally().fault(ask.kind() + ": " + thrown);
          connection.close().onComplete(_ -> connect());
        });
  }
}
