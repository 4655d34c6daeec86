package dev.peregrine.http.internal;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/// One request's body as it arrives: read no faster than it is asked for, and not for ever.
///
/// Confined to one context. The time in which nobody asks for more is not held against the sender.
final class Inflow implements ReadStream<Buffer> {

  private static final int QUIET_TURNS = 4;

  private final Vertx vertx;
  private final Context context;
  private final HttpServerRequest http;
  private final long silenceMs;
  private final Handler<Throwable> owner;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private @Nullable Throwable failure;
  private @Nullable Throwable gone;
  private boolean over;
  private boolean awaited;
  private long demand;
  private long pieces;
  private long heardNanos;
  private long timer;

  /// Pauses the request.
  ///
  /// @param silenceMs longest time to send nothing
  /// @param owner told of a failure before the reader is
  Inflow(Vertx vertx, HttpServerRequest http, long silenceMs, Handler<Throwable> owner) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.http = http;
    this.silenceMs = silenceMs;
    this.owner = owner;
    http.pause()
        .handler(this::receive)
        .endHandler(ended -> end())
        .exceptionHandler(thrown -> {
          breakOff(BodyReader.broken(thrown));
          var _ = http.connection().close();
        });
  }

  /// What has arrived of a body before its client went is handed over all the same; it may be all.
  private void breakOff(RuntimeException why) {
    if (why instanceof BodyReader.ClientGone) {
      gone = why;
      failWhenDrained(pieces, 0);
    } else {
      fail(why);
    }
  }

  /// Tells the reader that nobody waits for its answer any more.
  void abandon(Throwable why) {
    if (!over) {
      close();
      tell(why);
    }
  }

  /// Tells the reader nothing any more.
  void close() {
    over = true;
    stopTimer();
  }

  @Override
  public Inflow handler(@Nullable Handler<Buffer> taker) {
    handler = taker;
    return this;
  }

  @Override
  public Inflow endHandler(@Nullable Handler<Void> taker) {
    endHandler = taker;
    return this;
  }

  @Override
  public Inflow exceptionHandler(@Nullable Handler<Throwable> taker) {
    exceptionHandler = taker;
    if (taker != null && failure != null) {
      taker.handle(failure);
    }
    return this;
  }

  @Override
  public Inflow pause() {
    if (!over) {
      demand = 0;
      http.pause();
    }
    return this;
  }

  @Override
  public Inflow resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public Inflow fetch(long amount) {
    if (over) {
      return this;
    }
    if (!awaited) {
      awaited = true;
      BodyReader.goOn(http);
      watch(silenceMs);
    }
    if (demand == 0) {
      heardNanos = System.nanoTime();
    }
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    http.fetch(amount);
    failWhenDrained(pieces, 0);
    return this;
  }

  /// Who is still waited for when nothing has come for some turns of the event loop, has sent no
  /// more: what has arrived may take a turn or two to get here.
  private void failWhenDrained(long seen, int quietTurns) {
    var why = gone;
    if (over || why == null || demand == 0) {
      return;
    }
    if (quietTurns == QUIET_TURNS) {
      fail(why);
      return;
    }
    context.runOnContext(turn -> failWhenDrained(pieces, pieces == seen ? quietTurns + 1 : 0));
  }

  private void receive(Buffer bytes) {
    if (over) {
      return;
    }
    pieces++;
    heardNanos = System.nanoTime();
    if (demand != Long.MAX_VALUE && demand > 0) {
      demand--;
    }
    if (handler != null) {
      handler.handle(bytes);
    }
  }

  private void end() {
    if (over) {
      return;
    }
    close();
    if (endHandler != null) {
      endHandler.handle(null);
    }
  }

  private void fail(Throwable why) {
    if (over) {
      return;
    }
    close();
    owner.handle(why);
    tell(why);
  }

  private void tell(Throwable why) {
    failure = why;
    if (exceptionHandler != null) {
      exceptionHandler.handle(why);
    }
  }

  private void watch(long ms) {
    timer = vertx.setTimer(Math.max(1, ms), fired -> check());
  }

  private void check() {
    var silentMs = demand == 0 ? 0 : (System.nanoTime() - heardNanos) / 1_000_000;
    if (silentMs >= silenceMs) {
      fail(BodyReader.tooSlow());
    } else {
      watch(silenceMs - silentMs);
    }
  }

  private void stopTimer() {
    if (awaited) {
      var _ = vertx.cancelTimer(timer);
    }
  }
}
