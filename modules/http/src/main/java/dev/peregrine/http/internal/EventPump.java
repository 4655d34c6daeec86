package dev.peregrine.http.internal;

import dev.peregrine.http.AnswerStream;
import dev.peregrine.http.EventFeed;
import dev.peregrine.http.EventSink;
import dev.peregrine.http.ServerEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Sends server-sent events to one client. Confined to one context.
final class EventPump implements AnswerStream, EventSink {

  private static final int MOST_NAMES = 16;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Buffer HELLO = Buffer.buffer("retry: 2000\n\n");
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final Vertx vertx;
  private final EventFeed feed;
  private final long heartbeatMs;
  private final long startNanos = System.nanoTime();
  private final Promise<Void> done = Promise.promise();

  /// The newest event of each name that the client has not had room for.
  private final SequencedMap<String, ServerEvent> waiting = new LinkedHashMap<>();

  private @Nullable WriteStream<Buffer> client;
  private boolean over;

  EventPump(Vertx vertx, EventFeed feed, long heartbeatMs) {
    this.vertx = vertx;
    this.feed = feed;
    this.heartbeatMs = heartbeatMs;
  }

  @Override
  public Future<Void> write(WriteStream<Buffer> out) {
    client = out;
    out.exceptionHandler(thrown -> end()).drainHandler(drained -> catchUp());
    var stop = feed.open(this);
    var timer = vertx.setPeriodic(heartbeatMs, fired -> beat());
    put(HELLO);
    return done.future()
        .onComplete(ended -> {
          var _ = vertx.cancelTimer(timer);
          stop.run();
        });
  }

  @Override
  public void send(ServerEvent event) {
    if (over || client == null) {
      return;
    }
    if (!client.writeQueueFull()) {
      put(encode(event));
      return;
    }
    waiting.remove(event.name());
    if (waiting.size() == MOST_NAMES) {
      var _ = waiting.pollFirstEntry();
    }
    waiting.put(event.name(), event);
  }

  @Override
  public void end() {
    if (!over) {
      over = true;
      waiting.clear();
      done.complete();
    }
  }

  private void catchUp() {
    while (!over && client != null && !client.writeQueueFull()) {
      var oldest = waiting.pollFirstEntry();
      if (oldest == null) {
        return;
      }
      put(encode(oldest.getValue()));
    }
  }

  private void beat() {
    if (System.nanoTime() - startNanos >= LONGEST.toNanos()) {
      end();
    } else if (client != null && !client.writeQueueFull()) {
      put(HEARTBEAT);
    }
  }

  private void put(Buffer bytes) {
    if (!over && client != null) {
      var _ = client.write(bytes).onFailure(thrown -> end());
    }
  }

  static Buffer encode(ServerEvent event) {
    var text = new StringBuilder(event.data().length() + 64);
    if (!event.id().isEmpty()) {
      text.append("id: ").append(event.id()).append('\n');
    }
    if (!event.name().isEmpty()) {
      text.append("event: ").append(event.name()).append('\n');
    }
    for (var line : event.data().split("\r\n|\r|\n", -1)) {
      text.append("data: ").append(line).append('\n');
    }
    return Buffer.buffer(text.append('\n').toString());
  }
}
