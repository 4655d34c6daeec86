package dev.peregrine.testkit.internal;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// One way of a proxied connection: what comes in goes out, in order, perhaps later. Confined to
/// the proxy's event loop.
final class Pipe {

  private static final int MOST_WAITING_BYTES = 1 << 20;

  private final Vertx vertx;
  private final NetSocket from;
  private final NetSocket to;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean held;
  private boolean timed;

  private record Waiting(Buffer bytes, long dueNanos) {}

  Pipe(Vertx vertx, NetSocket from, NetSocket to) {
    this.vertx = vertx;
    this.from = from;
    this.to = to;
  }

  void put(Buffer bytes, Duration delay) {
    waiting.add(new Waiting(bytes, System.nanoTime() + delay.toNanos()));
    waitingBytes += bytes.length();
    move();
  }

  void hold(boolean now) {
    held = now;
    move();
  }

  private void move() {
    var now = System.nanoTime();
    while (!held && !waiting.isEmpty() && waiting.peek().dueNanos() - now <= 0) {
      var next = waiting.remove();
      waitingBytes -= next.bytes().length();
      // A side that is gone ends the connection by its close handler.
      var _ = to.write(next.bytes());
    }
    flow();
    if (!held && !timed && !waiting.isEmpty()) {
      timed = true;
      var pauseMs = Math.max(1, Duration.ofNanos(waiting.peek().dueNanos() - now).toMillis());
      vertx.setTimer(
          pauseMs,
          fired -> {
            timed = false;
            move();
          });
    }
  }

  private void flow() {
    if (held || waitingBytes > MOST_WAITING_BYTES) {
      from.pause();
    } else if (to.writeQueueFull()) {
      from.pause();
      to.drainHandler(drained -> flow());
    } else {
      from.resume();
    }
  }
}
